// The lines of a concordance: contexts and order as in concordance(), and tables to take away.
const Lines = (() => {
  const WIDTH = 60; // characters of context on each side at most
  const paragraphs = new Map(); // piece and paragraph: its characters, and where each sentence begins

  const texts = {};
  for (const piece in SENTENCES) texts[piece] = Object.fromEntries(SENTENCES[piece].sentences);
  for (const { piece, paragraph, number, gap } of Lookup.sentences) {
    const { characters, begins } = paragraphs.get(`${paragraph} ${piece}`) ?? { characters: [], begins: {} };
    characters.push(...gap);
    begins[number] = characters.length;
    for (const character of texts[piece][number]) characters.push(character);
    paragraphs.set(`${paragraph} ${piece}`, { characters, begins });
  }

  const flat = (characters) => characters.join("").replace(/\s+/gu, " ").replace(/\x91[\x91 ]*/gu, "… ");

  // The line of one occurrence: what stands left and right of it in its paragraph, in whole words.
  function line([first, last], pattern) {
    const { sentence, share } = first;
    const { characters, begins } = paragraphs.get(`${sentence.paragraph} ${sentence.piece}`);
    const start = begins[sentence.number] + first.start;
    const end = begins[sentence.number] + last.end;
    let left = [...flat(characters.slice(Math.max(0, start - 4 * WIDTH), start))];
    let right = [...flat(characters.slice(end, end + 4 * WIDTH))];
    if (left.length > WIDTH) {
      const gap = left.indexOf(" ", left.length - WIDTH - 1);
      left = left.slice(gap < 0 ? left.length : gap + 1);
    }
    if (right.length > WIDTH) right = right.slice(0, Math.max(0, right.lastIndexOf(" ", WIDTH)));
    const node = flat(characters.slice(start, end)).replace(/^[… ]+$/u, () => Lookup.written([first, last]));
    return {
      piece: sentence.piece, sentence: sentence.number, place: first.place, share, pattern,
      left: left.join(""), node, right: right.join(""),
    };
  }

  // Lines in the order of the texts, by how far into its piece each stands, or by their contexts.
  function sorted(lines, order) {
    const inOrder = [...lines].sort((a, b) => a.place - b.place);
    if (order === "place") return inOrder.sort((a, b) => a.share - b.share);
    if (order !== "left" && order !== "right") return inOrder;
    for (const one of lines) {
      const words = one[order].toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
      one.key = (order === "left" ? words.reverse() : words).join("\0"); // word by word
    }
    return inOrder.sort((a, b) => (a.key > b.key) - (a.key < b.key));
  }

  // A cell that a spreadsheet cannot take for a formula.
  function harmless(value) {
    const text = String(value ?? "");
    return typeof value !== "number" && /^\s*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
  }

  const csv = (rows) => rows
    .map((row) => row.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(",")).join("\r\n");
  const tabbed = (rows) => rows
    .map((row) => row.map((cell) => harmless(cell).replace(/\s+/gu, " ")).join("\t")).join("\n");

  return { line, sorted, csv, tabbed };
})();
