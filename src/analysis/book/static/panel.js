// What the panels of the book share: their place, and sentences with marks in them. Sentences and
// what is known of them are in data/sentences.js: SENTENCES by piece, LABELS of codes.
const EDGE = 8;

// An element with a class, a text and other properties.
function made(tag, className = "", text = "", more = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  return Object.assign(node, { textContent: text }, more);
}

// The address of a sentence, or of a whole piece.
function addressOf(piece, number) {
  const root = document.documentElement.dataset.content_root ?? "./";
  return root + SENTENCES[piece].page + (number ? `#s-${number}` : "");
}

// A text with spans of it marked: [start, end, class, label]; offsets count characters.
function marked(text, spans) {
  const signs = [...text], parts = document.createDocumentFragment();
  const edges = spans.flatMap(([start, end]) => [start, end]);
  const cuts = [...new Set([0, ...edges, signs.length])].sort((a, b) => a - b);
  cuts.slice(1).forEach((end, place) => {
    const start = cuts[place], words = signs.slice(start, end).join("").replace(/\s*\x91[\x91\s]*/g, " … ");
    const own = spans.filter((span) => span[0] <= start && end <= span[1]);
    if (!own.length) return parts.append(words);
    const kinds = [...new Set(own.map((span) => span[2]))];
    const node = made(kinds.includes("hit") ? "strong" : "span", kinds.join(" "), words);
    const labels = own.filter((span) => span[1] === end && span[3]).map((span) => span[3]);
    if (labels.length) node.dataset.label = labels.join(", ");
    parts.append(node);
  });
  return parts;
}

// A stretch of a text between quotation marks; signs that the edition withholds are no words.
function quotedIn(text, [start, end]) {
  const words = [...text].slice(start, end).join("").replace(/\x91[\x91\s]*/g, "… ").trim();
  return words === "…" ? "withheld words" : `“${words.replace(/^[“"]|[”"]$/gu, "")}”`;
}

// What a code is called, as in “threat, refused”.
function codeLabel(attribute, code, stance) {
  const name = LABELS[`${attribute}/${code}`] ?? code;
  return stance ? `${name}, ${LABELS[`stance/${stance}`]}` : name;
}

// The codes that the passes gave a sentence: attribute, code, its stances with the passes of each.
function codesOf(known) {
  const found = new Map();
  for (const [key, passes] of Object.entries(known.codes ?? {})) {
    const [attribute, code, stance = ""] = key.split("/"), name = `${attribute}/${code}`;
    if (!found.has(name)) found.set(name, { attribute, code, given: [] });
    found.get(name).given.push([stance, passes]);
  }
  return [...found.values()];
}

// Whether every pass over the piece gave a code; and its stance, where they agree on that too.
function agreed(piece, code) {
  return code.given.map((one) => one[1]).join("").length === SENTENCES[piece].passes.length;
}
function stanceOf(code) {
  return code.given.length === 1 ? code.given[0][0] : "open";
}

// The lines of a link, or the row of a table that it stands in: what a panel must not cover.
function lineOf(link) {
  return (link.closest("tr") ?? link).getBoundingClientRect();
}

// Put a panel beside the column where there is room, else below or above the line of a link.
function placePanel(panel, link) {
  const wide = document.documentElement.clientWidth;
  const column = link.closest("article").getBoundingClientRect();
  const beside = wide - column.right - 2 * EDGE, rem = parseFloat(getComputedStyle(panel).fontSize);
  const room = { below: 0, above: 0 };
  const measure = () => {
    const line = lineOf(link);
    room.below = innerHeight - line.bottom - 2 * EDGE;
    room.above = line.top - 2 * EDGE;
    return line;
  };
  let line = measure();
  if (beside < 16 * rem && Math.max(room.below, room.above) < 10 * rem) {
    scrollBy(0, line.top - 5 * rem);
    line = measure();
  }
  const style = panel.style;
  if (beside >= 16 * rem) {
    const top = Math.max(EDGE, Math.min(line.top, innerHeight - 28 * rem));
    style.width = `${Math.min(beside, 36 * rem)}px`;
    style.maxHeight = `${innerHeight - top - EDGE}px`;
    style.left = `${column.right + EDGE + scrollX}px`;
    style.top = `${top + scrollY}px`;
    return;
  }
  const below = room.below >= 20 * rem || room.below >= room.above;
  const width = Math.min(36 * rem, wide - 2 * EDGE);
  style.width = `${width}px`;
  style.maxHeight = `${Math.min(28 * rem, below ? room.below : room.above)}px`;
  style.left = `${Math.max(EDGE, Math.min(line.left, wide - width - EDGE)) + scrollX}px`;
  const top = below ? line.bottom + EDGE : line.top - EDGE - panel.offsetHeight;
  style.top = `${top + scrollY}px`;
}
