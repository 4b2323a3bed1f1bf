// A number opens what it counts in place; without this script it is a link to its line.
const WITHHELD = "“…” stands for words that this edition withholds, since the texts belong to their"
  + " publishers. The page of each piece says where the whole text is.";

document.addEventListener("DOMContentLoaded", () => {
  const links = [...document.querySelectorAll("a.number")];
  if (!links.length || !HTMLElement.prototype.showPopover) return;
  const panel = made("div", "book-panel", "", { id: "number-passages", popover: "manual" });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "number-passages-title");
  panel.tabIndex = -1;
  document.body.append(panel);
  let opener = null;

  const targetOf = (link) => document.getElementById(link.getAttribute("href").slice(1));

  // Why a sentence counts: the words that were counted, or the codes that were, with stance, voice
  // and the words for which the lexicon gives the same code.
  function reason(piece, text, known, hits, counted) {
    const words = (spans) => spans.map((span) => quotedIn(text, span)).join(", ");
    if (hits.length) return `counted: ${words(hits)}`;
    if (counted && !Object.keys(counted).length) return "";
    const wanted = (code) => !counted || counted[code.attribute] === code.code
      || (!counted[code.attribute] && code.attribute === "voice");
    const said = codesOf(known).filter(wanted).map((code) => {
      const spans = (known.lexicon ?? []).filter((hit) => hit[2] === code.code);
      const lexicon = code.attribute === "frame" && spans.length ? `, lexicon: ${words(spans)}` : "";
      const passes = agreed(piece, code) ? "" : ` (pass ${code.given[0][1].toUpperCase()} only)`;
      const kind = code.attribute === "frame" ? "" : `${code.attribute.replace("_", " ")}: `;
      const stance = code.attribute === "frame" ? stanceOf(code) : "";
      return kind + codeLabel(code.attribute, code.code, stance) + passes + lexicon;
    });
    return said.join("; ");
  }

  // The sentences of a line, each with a link to its place in the text, hits marked. The line has
  // their numbers, also as runs (3–5), and in the same order the spans that are counted in each.
  function sentencesOf(line, parts) {
    const list = made("ol"), shown = [list], codes = line.dataset.codes?.split(";").filter(Boolean);
    const counted = codes && Object.fromEntries(codes.map((code) => code.split("/")));
    for (const part of parts) {
      const { piece, hits = "" } = part.dataset;
      const own = new Map(SENTENCES[piece].sentences.map((one) => [one[0], one]));
      const numbers = [...part.querySelectorAll("a")].flatMap((link) => {
        const [first, last = first] = link.textContent.split("–").map(Number);
        return Array.from({ length: last - first + 1 }, (_, place) => first + place);
      });
      numbers.forEach((number, place) => {
        const edges = (hits.split(";")[place] ?? "").split(",").filter(Boolean).map(Number);
        const spans = [];
        for (let at = 0; at < edges.length; at += 2) spans.push([edges[at], edges[at + 1], "hit"]);
        const [, text, known] = own.get(number), item = made("li");
        const label = `${SENTENCES[piece].label}, sentence ${number}`;
        const link = made("a", "place", label, { href: addressOf(piece, number) });
        link.addEventListener("click", () =>
          history.replaceState({ number: links.indexOf(opener) }, ""));
        const why = reason(piece, text, known, spans, counted);
        const seen = spans.filter(([start]) => [...text][start] !== "\x91");
        item.append(link, " ", marked(text, seen));
        if (why) item.append(made("p", "why", why));
        list.append(item);
        if (shown.length < 2 && text.includes("\x91")) shown.unshift(made("p", "note", WITHHELD));
      });
    }
    return shown;
  }

  // Other things that a number counts stand in its line one below the other.
  function thingsOf(part) {
    const list = made("ul", "things");
    list.append(...part.textContent.split("\n").map((thing) => made("li", "", thing)));
    return list;
  }

  function contentOf(line) {
    const pieces = [...line.children].filter((part) => part.dataset.piece);
    const parts = [...line.children].filter((part) => !pieces.includes(part))
      .map((part) => part.matches(".things") ? thingsOf(part) : part.cloneNode(true));
    for (const link of parts.flatMap((part) => [...part.querySelectorAll("a")]))
      link.addEventListener("click", () => close(false));
    if (pieces.length) parts.splice(line.firstElementChild.matches(".times"), 0, ...sentencesOf(line, pieces));
    return parts;
  }

  function close(giveFocusBack) {
    if (!opener) return;
    const link = opener;
    opener = null;
    link.setAttribute("aria-expanded", "false");
    panel.hidePopover();
    if (giveFocusBack) link.focus({ preventScroll: true });
  }

  function open(link) {
    const term = targetOf(link);
    if (!term) return false;
    close(false);
    let line = term;
    while (line.tagName !== "DD") line = line.nextElementSibling;
    const title = made("p", "", term.textContent.trim(), { id: "number-passages-title" });
    const button = made("button", "", "Close", { type: "button" });
    button.addEventListener("click", () => close(true));
    panel.replaceChildren(title, button, ...contentOf(line));
    opener = link;
    link.setAttribute("aria-expanded", "true");
    panel.showPopover();
    placePanel(panel, link);
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
    return true;
  }

  // Open or close a link; tell whether it could be done.
  function toggle(link) {
    if (link !== opener) return open(link);
    close(true);
    return true;
  }

  for (const link of links) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.shiftKey) && toggle(link)) event.preventDefault();
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " " && toggle(link)) event.preventDefault();
    });
  }

  // Marks of figures are small: behind all of them lie larger places to tap.
  for (const drawing of document.querySelectorAll("figure svg:has(a.number)")) {
    if (!drawing.clientWidth) continue; // that of another width
    const behind = document.createElementNS(drawing.namespaceURI, "g");
    for (const link of drawing.querySelectorAll("a.number")) {
      const box = link.getBBox(), least = 24 * drawing.viewBox.baseVal.width / drawing.clientWidth;
      const place = document.createElementNS(drawing.namespaceURI, "rect");
      const [width, height] = [Math.max(box.width, least), Math.max(box.height, least)];
      const corner = { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2 };
      for (const [name, value] of Object.entries({ ...corner, width, height, class: "tap" }))
        place.setAttribute(name, value);
      place.addEventListener("click", () => toggle(link));
      behind.append(place);
    }
    drawing.prepend(behind);
  }

  addEventListener("resize", () => opener && placePanel(panel, opener));
  addEventListener("pageshow", () => links[history.state?.number]?.focus());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener) return;
    event.stopPropagation();
    event.preventDefault();
    close(true);
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const inside = panel.contains(event.target) || event.target.closest("a.number, .tap");
    if (opener && !inside) close(false);
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
