"""The five texts are what they were, and corpus.toml says of them what is so."""

import csv
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from analysis.corpus.manifest import FACTS

SEEDS = Path(__file__).parents[2] / "seeds"
MANIFEST = tomllib.loads((SEEDS / "corpus.toml").read_text("utf-8"))
SHA256 = {
    "2012-jamestown": "bf1480ea63552b37738c979025402598c0496074f0fc40545832de6fa3f1e0a9",
    "2020-antiwar": "5f088d5c37490c64b124c2ef735b640763ba3a4dbc548d16a4d9218fbf51c3d0",
    "2020-tpq": "c455be2bb7a21f4b75911d3b4eed3241a52dc949407fdf0ea071c88e94d52c95",
    "2022-isdp": "246bb71966cd92292c71d387041ec7280131482850c9f2ceeae93b570625094e",
    "2023-china-daily": "fefdd189619b0ab3d97661c4b46c506ab29a7f899fb8423ac7ebe70073d6e556",
}


@pytest.mark.parametrize("document", SHA256)
def test_file_is_byte_for_byte_what_it_was(document):
    assert sha256((SEEDS / f"{document}.txt").read_bytes()).hexdigest() == SHA256[document]


@pytest.mark.parametrize("document", SHA256)
def test_facts_said_to_stand_in_the_file_stand_there(document):
    entry = MANIFEST[document]
    text = (SEEDS / f"{document}.txt").read_text("utf-8")
    for fact in set(entry["in_file"]) - {"date"}:
        values = entry[fact] if isinstance(entry[fact], list) else [entry[fact]]
        assert all(value in text for value in values), fact
    if "date" in entry["in_file"]:
        assert "Updated: Nov 30, 2023" in text


def test_no_text_may_be_passed_on_and_every_fact_is_known():
    for entry in MANIFEST.values():
        assert entry["redistribute"] is False
        assert set(entry) <= {*FACTS, "in_file", "body"}
        assert {"title", "authors", "date", "outlet", "genre"} <= set(entry)


def test_coding_hangs_on_the_text_by_offsets_and_hashes_and_holds_none_of_it():
    texts = {name: (SEEDS / f"{name}.txt").read_text("utf-8") for name in SHA256}
    with (SEEDS / "coding" / "sentences.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 268
    assert set(rows[0]) == {"sentence", "document", "line", "start", "end", "sha256"}
    for row in rows:
        span = texts[row["document"]][int(row["start"]) : int(row["end"])]
        assert sha256(span.encode()).hexdigest() == row["sha256"]
        assert span.split(" ")[0] not in (row["sentence"], row["line"])
