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

  // The sentences that an entry links to, their hits marked; offsets count code points.
  function passagesOf(entry) {
    const places = [...entry.querySelectorAll("a.place")];
    if (!places.length) return entry.firstElementChild.cloneNode(true);
    const list = document.createElement("ol");
    for (const place of places) {
      const item = document.createElement("li");
      const source = document.getElementById(place.hash.slice(1));
      const label = document.createElement("a");
      label.href = place.hash;
      label.className = "place";
      label.textContent = place.parentElement.firstChild.textContent + place.textContent;
      label.addEventListener("click", () => close(false));
      item.append(label, ". ");
      const text = [...source.querySelector(".sentence").textContent];
      const hits = [...place.classList]
        .map((name) => /^h(\d+)-(\d+)$/.exec(name))
        .filter(Boolean)
        .map((match) => [Number(match[1]), Number(match[2])]);
      let last = 0;
      for (const [start, end] of hits) {
        const hit = document.createElement("strong");
        hit.className = "hit";
        hit.textContent = text.slice(start, end).join("");
        item.append(text.slice(last, start).join(""), hit);
        last = end;
      }
      item.append(text.slice(last).join(""));
      list.append(item);
    }
    return list;
  }

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
    const content = passagesOf(body.nextElementSibling);
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

// A table that is wider than its place says so.
addEventListener("load", () => {
  const boxes = [...document.querySelectorAll(".pst-scrollable-table-container")];
  const say = () => boxes.forEach((box) =>
    box.classList.toggle("wider", box.scrollWidth > box.clientWidth + 1));
  addEventListener("resize", say);
  say();
});
