// What is typed becomes terms, by the rules of corpus/tokens.py and measures/vocabulary/concordance.py.
const Fold = (() => {
  const { rules } = WORDS;
  const ANY = "ꙮ"; // stands for * while a pattern is folded: a letter that no text has
  const TOKEN = new RegExp(rules.token, "gu");
  const WORD = new RegExp(rules.word, "gu");
  const ADDRESS = new RegExp(`^(?:${rules.address})$`, "iu");
  const IGNORED = new RegExp(`[${rules.ignored}]`, "gu");
  const names = new Set(rules.names);
  const acronyms = new Set(rules.acronyms);
  const stop = new Set(rules.stop);

  const inCapitals = (word) => /\p{Uppercase}/u.test(word) && !/[\p{Lowercase}\p{Lt}]/u.test(word);

  function plain(piece) {
    const visible = piece.replace(IGNORED, "").normalize("NFC");
    return visible.replace(/['’]s$/iu, "").replaceAll("’", "'");
  }

  function termOf(piece) {
    const word = plain(piece);
    const { length } = [...word];
    if (word.includes(".") && /^\p{L}/u.test(word)) return word.replaceAll(".", "").toUpperCase();
    if (length > 2 && acronyms.has(word.toUpperCase())) return word.toUpperCase();
    if (length > 1 && inCapitals(word)) return word;
    return word.replaceAll("İ", "i").toLowerCase().normalize("NFC");
  }

  // A compound that holds an actor’s name counts as its parts, any other as one word.
  function partsOf(word) {
    const parts = word.split(/[-‐‑]/u);
    return parts.some((part) => names.has(plain(part).toLowerCase())) ? parts : [word];
  }

  function fold(token) {
    return ADDRESS.test(token) ? [] : (token.match(WORD) ?? []).flatMap(partsOf).map(termOf);
  }

  // The two ways to read a pattern, each a list of words to be found side by side: a compound with
  // a star is one word, and parts that a hyphen joins.
  function readings(pattern) {
    const whole = [];
    const parted = [];
    for (const token of pattern.replaceAll("*", ANY).match(TOKEN) ?? []) {
      const terms = fold(token);
      const one = terms.map((term) => ({ term, hyphened: false }));
      const parts = terms.flatMap((term) => term.split("-"));
      const joined = parts.map((term, place) => ({ term, hyphened: place > 0 }));
      const starred = token.includes(ANY);
      parted.push(...(starred ? joined : one));
      whole.push(...(starred && terms.length > 1 ? joined : one));
    }
    return [whole, parted];
  }

  // A word is also looked up in other capitals (nato finds NATO), unless it is a word of its own (us).
  function forms(term) {
    const small = term.toLowerCase();
    return stop.has(small) ? [term] : [term, term.toUpperCase(), small];
  }

  // The test of a word with a star, or nothing.
  function starred(term) {
    if (!term.includes(ANY)) return null;
    const parts = term.split(ANY).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "u");
  }

  return { readings, forms, starred, isStop: (term) => stop.has(term) };
})();
