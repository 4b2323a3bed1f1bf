// The page: what is asked stands in the form and in the address; each change of it is answered anew.
(() => {
  const box = document.getElementById("explorer");
  const form = box.querySelector("form");
  const at = (selector) => box.querySelector(selector);
  const FIRST = 100; // lines that are shown until all are asked for
  const WIDEST = 4; // times the highest rate: where long intervals are cut in the picture
  const PIECES = Object.keys(WORDS.pieces);
  let answer, saying; // question, results (one a word), lines; a sentence that waits to be said

  function element(name, facts = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(facts)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }
  const button = (text, onclick) =>
    Object.assign(element("button", { type: "button" }, text), { onclick });
  const cell = (kind, ...inside) => element("td", { class: kind }, ...inside);
  const whole = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  const times = (count) => (count === 1 ? "once" : `${whole(count)} times`);
  const shown = (value) => (value === null ? "–" : value.toFixed(1));

  // The question: form and address hold the same.
  function readForm() {
    const given = Object.fromEntries(new FormData(form));
    const patterns = [given.word, given.other].map((pattern) => pattern.trim()).filter(Boolean);
    return { ...given, patterns: [...new Set(patterns)] };
  }
  function change() {
    const given = [...new FormData(form)].filter(([, value]) => value);
    history.replaceState(null, "", `#${new URLSearchParams(given)}`);
    look();
  }
  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    if (given.has("word") || given.has("other")) form.reset();
    for (const control of form.elements)
      if (control.type === "checkbox") control.checked ||= given.has(control.name);
      else if (given.has(control.name)) control.value = given.get(control.name);
    look();
  }
  function ask(name, pattern) {
    form.elements[name].value = pattern;
    form.elements[name].focus();
    change();
  }

  function look() {
    const question = readForm();
    const results = question.patterns.map((pattern) => Lookup.look(pattern, question));
    const own = answer = { question, results, lines: [] };
    Object.assign(at(".results"), { hidden: !results.some(({ runs }) => runs.length), ariaBusy: true });
    box.classList.toggle("two", results.length > 1);
    say(results.map(told).join(" "));
    offer();
    showRates();
    requestAnimationFrame(() => setTimeout(() => own === answer && showPlaces())); // rates come first
  }
  function showPlaces() {
    const lines = answer.results.flatMap(({ pattern, runs }) => runs.map((run) => Lines.line(run, pattern)));
    answer.lines = Lines.sorted(lines, answer.question.sort);
    [showStrips, showLines].forEach((show) => show());
    at(".results").ariaBusy = false;
  }
  function say(text) {
    clearTimeout(saying); // screen readers are told when the typing pauses
    saying = setTimeout(() => { at("[role=status]").textContent = text; }, 200);
  }
  // “cooperat*: 40 times in 3 of 5 pieces, as cooperation (30), cooperate (5) and 3 more.”
  function told({ pattern, runs, rates }) {
    if (!runs.length) {
      const anywhere = Lookup.look(pattern).runs.length;
      return `${pattern}: nowhere${anywhere ? `, but ${times(anywhere)} without the filters` : ""}.`;
    }
    const forms = new Map();
    for (const form of runs.map(Lookup.written)) forms.set(form, (forms.get(form) ?? 0) + 1);
    const most = [...forms].sort((a, b) => b[1] - a[1]);
    const named = most.slice(0, 5).map(([form, count]) => `${form} (${count})`).join(", ");
    const rest = most.length > 5 ? ` and ${most.length - 5} more` : "";
    const held = rates.filter(({ count }) => count).length;
    const as = most.length > 1 ? `, as ${named}${rest}` : "";
    return `${pattern}: ${times(runs.length)} in ${held} of ${PIECES.length} pieces${as}.`;
  }

  // Words to try: those nearest to one that is not there, or, where nothing is asked, frequent ones.
  function offer() {
    const { results, question } = answer;
    const offers = results.filter(({ runs }) => !runs.length).flatMap(({ pattern }) => {
      const name = pattern === question.word.trim() ? "word" : "other";
      return Lookup.instead(pattern).map((other) => [name, other]);
    });
    if (!results.length) offers.push(...Lookup.beginning("").map(({ form }) => ["word", form]));
    const buttons = offers.map(([name, word]) => button(word, () => ask(name, word)));
    const lead = results.length ? "Perhaps:" : "For instance:";
    at(".offers").replaceChildren(...(buttons.length ? [lead, ...buttons] : []));
  }
  function suggest({ value }) {
    const [, before, begun] = /^(.*?)([^\s"“”]*)$/u.exec(value);
    const found = begun && !begun.includes("*") ? Lookup.beginning(begun) : [];
    at("datalist").replaceChildren(...found.map(({ form, count }) =>
      element("option", { value: before + form, label: times(count) })));
  }

  const named = (piece) => SENTENCES[piece].label
    + (answer.question.frame && !WORDS.coded.includes(piece) ? " (lexicon)" : "");
  function showRates() {
    const all = answer.results.flatMap(({ rates }) => rates);
    const furthest = Math.max(...all.map(({ rate, high }) => high ?? rate ?? 0));
    const end = Math.min(furthest, WIDEST * Math.max(...all.map(({ rate }) => rate)));
    at("th.scale").textContent = `0 to ${shown(end)}`;
    at(".rates tbody").replaceChildren(...PIECES.flatMap((piece, place) =>
      answer.results.map(({ pattern, rates }, nth) => {
        const { count, words, rate, low, high } = rates[place];
        const limits = low === null ? "–" : `${shown(low)} to ${shown(high)}`;
        const none = answer.question.voice && !WORDS.coded.includes(piece) ? "not coded" : "no words";
        const numbers = words ? [whole(count), shown(rate), limits] : [none, "–", "–"];
        const mark = element("span", { class: `mark word-${nth}` });
        return element("tr", {}, element("th", { scope: "row", class: nth ? "again" : "" }, named(piece)),
          cell("word", mark, element("bdi", {}, pattern)),
          ...numbers.map((text) => cell("numeric", text)),
          cell("scale", bar(rate / end, low / end, high / end, words, nth)));
      })));
  }
  // The picture of a rate: a dot on its interval, which ends in an arrow where it is cut.
  function bar(rate, low, high, words, nth) {
    const style = `--rate: ${rate}; --low: ${low}; --high: ${Math.min(high, 1)}`;
    const parts = words ? ["range", `dot word-${nth}`] : [];
    return element("span", { class: high > 1 ? "bar cut" : "bar", "aria-hidden": "true", style },
      ...parts.map((kind) => element("span", { class: kind })));
  }

  // A strip for each piece and word, with a mark for each place; a tap finds the nearest mark.
  function showStrips() {
    at(".strips").replaceChildren(...PIECES.flatMap((piece) => [element("p", {}, named(piece)),
      ...answer.results.map(({ pattern }, nth) => {
        const own = answer.lines.filter((line) => line.piece === piece && line.pattern === pattern)
          .sort((a, b) => a.place - b.place);
        const label = `${pattern} in ${named(piece)}: ${own.length ? times(own.length) : "nowhere"}`;
        const facts = { role: own.length ? "toolbar" : "img", "aria-label": label };
        const strip = element("div", { class: `strip word-${nth}`, ...facts }, ...own.map(mark));
        strip.addEventListener("click", (event) => goTo(own[nearestMark(strip, event)]));
        strip.addEventListener("keydown", (event) => walk([...strip.children], event));
        return strip;
      })]));
  }
  function mark({ sentence, left, node, right, share }, place) {
    const label = `sentence ${sentence}: ${left.slice(-20)}${node}${right.slice(0, 20)}`;
    const facts = { tabindex: place ? -1 : 0, "aria-label": label, style: `left: ${100 * share}%` };
    return element("button", { type: "button", ...facts });
  }
  function nearestMark(strip, { target, clientX }) {
    const marks = [...strip.children];
    const far = marks.map((mark) => Math.abs(mark.getBoundingClientRect().left - clientX));
    return target === strip ? far.indexOf(Math.min(...far)) : marks.indexOf(target);
  }
  function walk(marks, event) {
    const now = marks.indexOf(document.activeElement);
    const steps = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: marks.length - 1 };
    if (!marks[steps[event.key]]) return;
    event.preventDefault();
    marks.forEach((mark, place) => { mark.tabIndex = place === steps[event.key] ? 0 : -1; });
    marks[steps[event.key]].focus();
  }
  function goTo(line) {
    const place = answer.lines.indexOf(line);
    if (place < 0) return;
    if (!at(".lines tbody").rows[place]) showLines(Infinity);
    const row = at(".lines tbody").rows[place];
    at(".lines .marked")?.classList.remove("marked");
    row.classList.add("marked");
    row.scrollIntoView({ block: "center" });
    row.querySelector("a").focus({ preventScroll: true });
  }

  function showLines(most = FIRST) {
    const patterns = answer.results.map(({ pattern }) => pattern);
    const text = (kind, letters) => cell(kind, element("bdi", {}, letters));
    at(".lines tbody").replaceChildren(...answer.lines.slice(0, most).map((line) => {
      const href = `${box.dataset.root}${SENTENCES[line.piece].page}#s-${line.sentence}`;
      const link = element("a", { href }, `${named(line.piece)}, ${line.sentence}`);
      const found = text(`node word-${patterns.indexOf(line.pattern)}`, line.node);
      return element("tr", {}, element("th", { scope: "row" }, link),
        text("left", line.left), found, text("right", line.right));
    }));
    at(".all").hidden = answer.lines.length <= most;
    at(".all").textContent = `Show all ${whole(answer.lines.length)} lines`;
  }

  // Tables to take away.
  function table(name) {
    if (name === "lines")
      return [["piece", "sentence", "word", "left", "found", "right"], ...answer.lines.map((line) =>
        [named(line.piece), line.sentence, line.pattern, line.left, line.node, line.right])];
    return [["piece", "word", "times", "words", "rate", "low", "high"],
      ...answer.results.flatMap(({ pattern, rates }) => rates.map((own) =>
        [named(own.piece), pattern, own.words ? own.count : null, own.words, own.rate, own.low, own.high]))];
  }
  function copy(name) {
    const done = navigator.clipboard.writeText(Lines.tabbed(table(name)));
    done.then(() => say("Copied."), () => say("Copying is not allowed here; save the table instead."));
  }
  function save(name) {
    const blob = new Blob([`\ufeff${Lines.csv(table(name))}\r\n`], { type: "text/csv" });
    const href = URL.createObjectURL(blob);
    element("a", { href, download: `${name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
    say(`Saved as ${name}.csv.`);
  }

  for (const name of ["frame", "voice"]) {
    const options = Object.entries(WORDS.labels[name]).filter(([code]) =>
      Lookup.sentences.some((sentence) => sentence[`${name}s`].includes(code)));
    for (const [value, label] of options) form.elements[name].append(element("option", { value }, label));
    form.elements[name].parentElement.hidden = !options.length;
  }
  for (const place of box.querySelectorAll(".take")) {
    const name = place.dataset.of;
    place.append(button(`Copy ${name}`, () => copy(name)), button(`Save ${name} as CSV`, () => save(name)));
  }
  at(".all").addEventListener("click", () => {
    showLines(Infinity);
    at(".lines tbody").rows[FIRST].querySelector("a").focus();
  });
  for (const control of form.elements)
    control.addEventListener("input", () => {
      if (control.list) suggest(control);
      change();
    });
  addEventListener("hashchange", readAddress);
  box.hidden = false;
  readAddress();
  for (const { form } of Lookup.beginning("")) // the first use is slow: before anybody waits for it
    Lookup.look(form).runs.forEach((run) => Lines.line(run, form));
})();
