// Where a pattern occurs, and how often per 1,000 words: find_runs, term_rates and share_interval.
const Lookup = (() => {
  const QUOTED = 1, CITED = 2, MARK = 4, HYPHEN = 8; // what is known of a word
  const PER = 1000;
  const sum = (values) => values.reduce((total, value) => total + value, 0);

  const sentences = [], words = []; // all words of all pieces, in order
  for (const [piece, held] of Object.entries(WORDS.pieces)) {
    const first = words.length;
    for (const [number, paragraph, gap, frames, voices, flat] of held) {
      const sentence = { piece, number, paragraph, gap, frames, voices };
      sentences.push(sentence);
      for (let at = 0; at < flat.length; at += 4) {
        const [term, start, length, known] = flat.slice(at, at + 4);
        words.push({ place: words.length, term, start, end: start + length, known, sentence });
      }
    }
    for (let at = first; at < words.length; at++)
      words[at].share = (at - first) / (words.length - first);
  }
  const numbers = new Map(WORDS.terms.map((term, number) => [term, number]));
  const counts = WORDS.terms.map(() => 0);
  for (const { term, known } of words) if (!(known & CITED)) counts[term] += 1;

  // The words that count: press citations never do, nor what the filters leave out.
  function wordsUnder({ frame = "", voice = "", own = false } = {}) {
    return words.filter(({ known, sentence }) => !(known & CITED) && !(own && known & QUOTED)
      && (!frame || sentence.frames.includes(frame))
      && (!voice || sentence.voices.includes(voice)));
  }

  // The numbers of the terms that a word of a pattern stands for, of those that are there.
  function termsFor(term, there) {
    const test = Fold.starred(term);
    if (test) return new Set([...there].filter((number) => test.test(WORDS.terms[number])));
    const found = Fold.forms(term).map((form) => numbers.get(form)).find((n) => there.has(n));
    return new Set(found === undefined ? [] : [found]);
  }

  // The first and last word of each place where the pattern occurs; no mark or gap may part them.
  function runs(pattern, held) {
    const there = new Set(held.map(({ term }) => term));
    const wanted = Fold.readings(pattern).filter((pieces) => pieces.length)
      .map((pieces) => pieces.map((piece) => ({ ...piece, terms: termsFor(piece.term, there) })));
    const sideBySide = (word, next) => next.place === word.place + 1
      && next.sentence === word.sentence && !(next.known & MARK);
    const begins = (pieces, at) => pieces.every(({ terms, hyphened }, step) => {
      const word = held[at + step];
      return terms.has(word?.term) && (!hyphened || word.known & HYPHEN)
        && (!step || sideBySide(held[at + step - 1], word));
    });
    return held.flatMap((word, at) => {
      const found = wanted.filter((pieces) => pieces[0].terms.has(word.term) && begins(pieces, at));
      const lengths = new Set(found.map((pieces) => pieces.length).sort((a, b) => a - b));
      return [...lengths].map((length) => [word, held[at + length - 1]]);
    });
  }

  // Share and limits from hits and sizes by paragraph: share_interval (measures/certainty).
  function shareInterval(hits, sizes) {
    const total = sum(sizes), k = sizes.length, p = sum(hits) / total;
    if (!total) return [null, null, null];
    if (k < 2) return [p, null, null];
    const simple = p * (1 - p) / total;
    const clustered = k / (k - 1) * sum(hits.map((x, at) => (x - p * sizes[at]) ** 2)) / total ** 2;
    const effective = total / Math.max(1, simple > 0 ? clustered / simple : 1);
    const z = WORDS.t[k - 2]; // the 97.5% quantile of Student’s t with k − 1 degrees of freedom
    const centre = (p + z ** 2 / (2 * effective)) / (1 + z ** 2 / effective);
    const spread = Math.sqrt(p * (1 - p) / effective + (z / effective) ** 2 / 4);
    const half = z / (1 + z ** 2 / effective) * spread;
    return [p, p > 0 ? centre - half : 0, p < 1 ? centre + half : 1];
  }

  // Count, words, rate and limits in each piece.
  function rates(found, held) {
    const pieces = new Map(Object.keys(WORDS.pieces).map((piece) => [piece, new Map()]));
    for (const { sentence: { piece, paragraph } } of held) {
      const own = pieces.get(piece);
      if (own.has(paragraph)) own.get(paragraph).size += 1;
      else own.set(paragraph, { hits: 0, size: 1 });
    }
    for (const [{ sentence }] of found)
      pieces.get(sentence.piece).get(sentence.paragraph).hits += 1;
    return [...pieces].map(([piece, paragraphs]) => {
      const [hits, sizes] = ["hits", "size"].map((key) => [...paragraphs.values()].map((own) => own[key]));
      const [rate, low, high] = shareInterval(hits, sizes).map((share) => share && PER * share);
      return { piece, count: sum(hits), words: sum(sizes), rate, low, high };
    });
  }

  function look(pattern, filters) {
    const held = wordsUnder(filters);
    const found = runs(pattern, held);
    return { pattern, runs: found, rates: rates(found, held) };
  }

  // Words of the texts that share most pairs of letters with one that is not there.
  function nearest(asked, most = 5) {
    const pairs = (word) =>
      new Set([...` ${word.toLowerCase()} `].map((letter, at, all) => letter + all[at + 1]));
    const own = pairs(asked.replaceAll("*", ""));
    return WORDS.terms.map((term, number) => {
      const other = pairs(term);
      const shared = [...other].filter((pair) => own.has(pair)).length;
      return { number, alike: counts[number] && 2 * shared / (own.size + other.size) };
    }).filter(({ alike }) => alike > 0.4)
      .sort((a, b) => b.alike - a.alike || counts[b.number] - counts[a.number])
      .slice(0, most).map(({ number }) => WORDS.forms[number]);
  }

  // What else could be asked where a pattern is nowhere: its words alone, or with their nearest.
  function instead(pattern) {
    const asked = pattern.replace(/["“”„«»]/gu, " ").trim().split(/\s+/u);
    const strange = asked.filter((word) => !look(word).runs.length);
    if (!strange.length) return asked;
    return strange.flatMap((word) =>
      nearest(word).map((other) => asked.map((own) => (own === word ? other : own)).join(" ")));
  }

  // The most frequent words that begin so, as they are mostly written, with their counts.
  function beginning(letters, most = 8) {
    const begun = letters.toLowerCase();
    return WORDS.forms.map((form, number) => ({ form, count: counts[number] }))
      .filter(({ form, count }) => count && form.toLowerCase().startsWith(begun)
        && (begun || !Fold.isStop(form.toLowerCase())))
      .sort((a, b) => b.count - a.count).slice(0, most);
  }

  // A run of words, each as it is mostly written.
  const written = ([first, last]) =>
    words.slice(first.place, last.place + 1).map(({ term }) => WORDS.forms[term]).join(" ");

  return { look, instead, beginning, written, sentences };
})();
