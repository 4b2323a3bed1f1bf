// The pages of the texts: layers over a piece, what is known of a sentence, two pieces beside each
// other. The address keeps what is shown; without this script the text is all there.
const asked = new URLSearchParams(location.search);

function keepInAddress() {
  const query = asked.size ? `?${String(asked).replaceAll("%2C", ",")}` : location.pathname;
  history.replaceState(history.state, "", query + location.hash);
}

// Small words that say what a layer shows: of codes that both passes gave, or which one did.
function chipsOf(piece, known, attribute) {
  return codesOf(known).filter((code) => code.attribute === attribute).map((code) => {
    const stance = attribute === "frame" ? stanceOf(code) : "";
    const only = agreed(piece, code) ? "" : ` (${code.given[0][1].toUpperCase()} only)`;
    const label = codeLabel(attribute, code.code, stance) + only;
    return made("span", `chip ${attribute}${only && " one-pass"}`, label);
  });
}

// The spans of a sentence that some layers mark; what was not counted is marked in any case.
function spansOf(known, layers) {
  const spans = (known.left ?? []).map(([a, b, kind]) => [a, b, "left-out", "", kind]);
  if (layers.has("quoted"))
    for (const [a, b, who] of known.quoted ?? []) spans.push([a, b, "quoted", who || "nobody named"]);
  if (layers.has("lexicon"))
    for (const [a, b, code, stance] of known.lexicon ?? [])
      spans.push([a, b, "lexicon", codeLabel("frame", code, stance === "-" ? stance : "")]);
  return spans;
}

document.addEventListener("DOMContentLoaded", () => {
  const section = document.querySelector("section.piece[data-document]");
  const form = section?.querySelector("form.layers"), piece = section?.dataset.document;
  if (!form || !SENTENCES[piece]) return;
  const known = new Map(SENTENCES[piece].sentences.map((one) => [one[0], one]));
  const panel = made("div", "book-panel", "", { id: "sentence-codes", popover: "manual" });
  panel.setAttribute("role", "status");
  document.body.append(panel);
  let shown = null;

  const boxes = [...form.querySelectorAll("input")];
  const holds = (layer) => [...known.values()].some(([, , own]) =>
    own[layer] ?? codesOf(own).some((code) => code.attribute === layer));
  for (const box of boxes) box.disabled = !holds(box.value);

  function draw() {
    const layers = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const sentence of section.querySelectorAll(".sentence")) {
      const [, text, own] = known.get(Number(sentence.id.slice(2)));
      sentence.querySelector(".words").replaceChildren(marked(text, spansOf(own, layers)));
      sentence.querySelectorAll(".chip").forEach((chip) => chip.remove());
      for (const layer of ["frame", "theme", "voice"])
        if (layers.has(layer)) sentence.append(...chipsOf(piece, own, layer));
    }
    asked.delete("layers");
    if (layers.size) asked.set("layers", [...layers].join(","));
    keepInAddress();
  }

  // What is known of a sentence, in lines.
  function linesOf(number) {
    const [, text, own] = known.get(number);
    const lines = [`${SENTENCES[piece].label}, sentence ${number}`];
    const passes = SENTENCES[piece].passes.replace("lexicon", "");
    for (const pass of passes) {
      const given = codesOf(own).flatMap((code) => code.given
        .filter((one) => one[1].includes(pass))
        .map((one) => `${code.attribute.replace("_", " ")} ${codeLabel(code.attribute, code.code, one[0])}`));
      lines.push(`Pass ${pass.toUpperCase()}: ${given.join("; ") || "no code"}`);
    }
    const words = (a, b) => quotedIn(text, [a, b]);
    const hits = (own.lexicon ?? []).map(([a, b, code, stance]) =>
      `${words(a, b)} ${codeLabel("frame", code, stance)}`);
    lines.push(`Lexicon: ${hits.join("; ") || "no word of it"}`);
    for (const [a, b, who] of own.quoted ?? [])
      lines.push(`Quoted: ${words(a, b)}, ${who || "nobody named"}`);
    for (const [a, b, kind] of own.left ?? []) lines.push(`Not counted: ${words(a, b)}, ${kind}`);
    return lines;
  }

  function show(sentence) {
    shown?.classList.remove("shown");
    shown = sentence;
    sentence.classList.add("shown");
    panel.replaceChildren(...linesOf(Number(sentence.id.slice(2))).map((line) => made("p", "", line)));
    panel.showPopover();
    placePanel(panel, sentence);
  }

  function hide() {
    shown?.classList.remove("shown");
    shown = null;
    panel.hidePopover();
  }

  // The address of a sentence, for elsewhere; the one of the page where none can be copied.
  async function copy(link) {
    try {
      await navigator.clipboard.writeText(link.href);
      panel.append(made("p", "copied", "The address of this sentence is copied."));
    } catch {
      panel.append(made("p", "copied", "The address of this sentence is that of the page now."));
    }
  }

  for (const link of section.querySelectorAll("a.address")) {
    const sentence = link.parentElement;
    link.title = `copy the address ${link.hash}`;
    link.addEventListener("focus", () => show(sentence));
    link.addEventListener("click", () => copy(link));
    sentence.addEventListener("click", () => show(sentence));
  }
  section.addEventListener("focusout", (event) => {
    if (event.target.matches("a.address") && event.relatedTarget) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !panel.contains(event.target) && !event.target.closest(".sentence")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) hide();
  });
  addEventListener("resize", () => shown && placePanel(panel, shown));

  const wanted = (asked.get("layers") ?? "").split(",");
  for (const box of boxes) box.checked = !box.disabled && wanted.includes(box.value);
  form.addEventListener("change", draw);
  form.hidden = false;
  if (boxes.some((box) => box.checked)) draw();
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});

// Two pieces beside each other: for each frame or theme that both have, the sentences of both.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.beside"), place = document.querySelector("div.beside");
  const pieces = form ? Object.keys(SENTENCES) : [];
  if (pieces.length < 2) return;

  function select(name, label, options) {
    const box = made("select", "", "", { name });
    box.append(...options.map(([value, text]) => made("option", "", text, { value })));
    const wanted = asked.get(name);
    if (options.some(([value]) => value === wanted)) box.value = wanted;
    const around = made("label", "", `${label} `);
    around.append(box);
    form.append(around, " ");
    return box;
  }
  const names = pieces.map((piece) => [piece, SENTENCES[piece].label]);
  const left = select("left", "left", names), right = select("right", "right", [...names.slice(1), names[0]]);
  const by = select("by", "by", [["frame", "frame"], ["theme", "theme"]]);

  // The sentences of a piece by code, as far as every pass gave it.
  function byCode(piece) {
    const found = new Map();
    for (const [number, text, known] of SENTENCES[piece].sentences)
      for (const code of codesOf(known))
        if (code.attribute === by.value && agreed(piece, code)) {
          if (!found.has(code.code)) found.set(code.code, []);
          found.get(code.code).push([number, text, stanceOf(code)]);
        }
    return found;
  }

  function column(piece, code, sentences) {
    const list = made("ul");
    for (const [number, text, stance] of sentences) {
      const item = made("li");
      const link = made("a", "place", `${SENTENCES[piece].label}, sentence ${number}`,
        { href: addressOf(piece, number) });
      const said = by.value === "frame" ? ` ${LABELS[`stance/${stance}`] ?? stance}: ` : ": ";
      item.append(link, said, text);
      list.append(item);
    }
    return list;
  }

  function draw() {
    const [one, other] = [byCode(left.value), byCode(right.value)];
    const both = [...one.keys()].filter((code) => other.has(code));
    const count = `${both.length} ${by.value}${both.length === 1 ? "" : "s"} in both.`;
    place.replaceChildren(made("p", "note", count));
    for (const code of both) {
      const pair = made("div", "pair");
      pair.append(column(left.value, code, one.get(code)), column(right.value, code, other.get(code)));
      place.append(made("h3", "", codeLabel(by.value, code)), pair);
    }
    for (const box of [left, right, by]) asked.set(box.name, box.value);
  }
  form.addEventListener("change", () => {
    draw();
    keepInAddress();
  });
  form.hidden = false;
  draw();
});
