// A number opens the passages behind it in place; without this script it is a link to them.
document.addEventListener("DOMContentLoaded", () => {
  const links = [...document.querySelectorAll("a.number")];
  if (!links.length || !HTMLElement.prototype.showPopover) return;

  const panel = document.createElement("div");
  panel.id = "number-passages";
  panel.className = "number-panel passages";
  panel.popover = "manual";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "number-passages-title");
  panel.tabIndex = -1;
  document.body.append(panel);
  let opener = null;

  function close(giveFocusBack) {
    if (!opener) return;
    const link = opener;
    opener = null;
    link.setAttribute("aria-expanded", "false");
    panel.hidePopover();
    if (giveFocusBack) link.focus();
  }

  function open(link) {
    const body = document.getElementById(link.hash.slice(1));
    if (!body) return false;
    close(false);
    const title = document.createElement("p");
    title.id = "number-passages-title";
    title.textContent = body.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Close";
    button.addEventListener("click", () => close(true));
    const passages = body.nextElementSibling.cloneNode(true);
    passages.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    const content = document.createElement("div");
    content.append(...passages.childNodes);
    panel.replaceChildren(title, button, content);
    opener = link;
    link.setAttribute("aria-expanded", "true");
    panel.showPopover();
    panel.scrollTop = 0;
    panel.focus();
    return true;
  }

  for (const link of links) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (link === opener) close(true);
      else if (!open(link)) return;
      event.preventDefault();
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        link.click();
      }
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener) return;
    event.stopPropagation();
    event.preventDefault();
    close(true);
  }, true);
  document.addEventListener("pointerdown", (event) => {
    if (opener && !panel.contains(event.target) && !event.target.closest("a.number")) close(false);
  });
});
