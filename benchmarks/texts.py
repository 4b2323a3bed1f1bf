"""Text to count, made up: words as frequent as in a language (Zipf), in sentences and lines."""

from pathlib import Path

import numpy as np

TYPES, SENTENCE, LINE, BATCH = 150_000, 22, 5, 200_000
SOUNDS = "b c d f g h j k l m n p r s t v w ch st tr pl sh br".split()
VOWELS, ENDS = "a e i o u ai ea ou".split(), ["", "", "n", "r", "s", "t", "l", "nd"]


def write_text(path: Path, size: int, *, seed: int = 1) -> None:
    """Write so many bytes of text: 180,000 types in 100 MB, a line a paragraph."""
    generator = np.random.default_rng(seed)
    words = vocabulary(generator)
    chances = np.cumsum(1 / (np.arange(1, TYPES + 1) + 2.7) ** 1.15)
    written = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            drawn = np.searchsorted(chances, generator.random(BATCH) * chances[-1])
            tokens = words[drawn]
            kind = generator.random(BATCH)
            first = np.zeros(BATCH, dtype=bool)
            first[generator.integers(0, BATCH, BATCH // SENTENCE)] = True
            capital = first | (drawn % 17 == 5)
            tokens[capital] = [token.capitalize() for token in tokens[capital]]
            for share, form in ((0.01, "{}’s"), (0.014, "“{}”"), (0.016, "U.S."), (0.06, "{},")):
                chosen = (kind < share) & ((drawn % 20 == 3) | (form != "{}’s"))
                tokens[chosen] = [form.format(token) for token in tokens[chosen]]
                kind[chosen] = 1
            ends = np.append(first[1:], True)
            tokens[ends] = [f"{token}." for token in tokens[ends]]
            breaks = ends & (np.cumsum(ends) % LINE == 0)
            tokens[breaks] = [f"{token}\n" for token in tokens[breaks]]
            text = " ".join(tokens.tolist()).replace("\n ", "\n")
            written += file.write(text)


def vocabulary(generator: np.random.Generator) -> np.ndarray:
    """Return words made of syllables; a few are compounds."""
    sounds = [np.array(kind, dtype=object) for kind in (SOUNDS, VOWELS, ENDS)]
    drawn = [kind[generator.integers(len(kind), size=(2 * TYPES, 4))] for kind in sounds]
    syllables = drawn[0] + drawn[1] + drawn[2]
    lengths = generator.choice([1, 2, 3, 4], size=2 * TYPES, p=[0.02, 0.28, 0.4, 0.3])
    made = dict.fromkeys("".join(row[:n]) for row, n in zip(syllables, lengths, strict=True))
    order = {word: len(word) + 4 * generator.random() for word in made}
    words = np.array(sorted(made, key=order.__getitem__)[:TYPES], dtype=object)
    words[200::40] = [f"{word}-{words[place % 99]}" for place, word in enumerate(words[200::40])]
    return words
