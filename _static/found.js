// The search of the book finds sentences: each hit leads to the sentence in its piece.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("search-results");
  const words = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase()
    .match(/[\p{L}\p{N}’'-]+/gu);
  if (!place || !words) return;
  const section = made("section", "found passages");
  const list = made("ol");
  for (const [piece, { label, sentences }] of Object.entries(SENTENCES))
    for (const [number, text] of sentences) {
      const low = [...text].map((sign) => sign.toLowerCase()[0]).join(""); // one sign, one place
      const hits = words.flatMap((word) => {
        const at = low.search(new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u"));
        return at < 0 ? [] : [[at, at + word.length, "hit"]];
      });
      if (hits.length < words.length) continue;
      const item = made("li");
      const link = made("a", "place", `${label}, sentence ${number}`, { href: addressOf(piece, number) });
      item.append(link, " ", marked(text, hits));
      list.append(item);
    }
  const count = list.children.length;
  section.append(made("h2", "", "In the texts"),
    made("p", "", count === 1 ? "1 sentence." : `${count || "No"} sentences.`, { role: "status" }), list);
  place.before(section);
});
