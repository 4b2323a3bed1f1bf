"""The ledger adds up, and agrees with what was counted."""

import pytest

from analysis import ledger, outside, set_aside
from analysis.corpus.roles import ROLES
from analysis.measures.pieces.ledger import KINDS


def test_shares_of_a_file_add_up_to_one(corpus):
    parts = ledger(corpus.blocks, corpus.tokens)
    assert parts.groupby("document")["share"].sum().tolist() == pytest.approx([1] * 5)


def test_counted_words_are_the_words_of_the_documents_table(corpus):
    parts = ledger(corpus.blocks, corpus.tokens)
    counted = parts[parts["counted"]].groupby("document")["words"].sum()
    assert counted.to_dict() == corpus.documents.set_index("document")["words"].to_dict()


def test_cited_words_and_note_markers_are_told_apart(corpus):
    parts = ledger(corpus.blocks, corpus.tokens).set_index(["document", "part"])["words"]
    assert parts["2012-jamestown", "press citation"] == corpus.tokens["cited"].sum() - 17
    assert parts["2012-jamestown", "note marker"] == 6
    assert parts["2020-tpq", "note marker"] == 22


def test_every_line_outside_the_body_is_in_it(corpus):
    parts = ledger(corpus.blocks, corpus.tokens)
    outside = parts[~parts["counted"] & ~parts["part"].isin(["press citation", "note marker"])]
    body = corpus.blocks["role"].isin(["paragraph", "list-item", "block-quote"])
    assert outside["lines"].sum() == (~body).sum()


def test_every_role_is_of_one_kind():
    parts = [part for members in KINDS.values() for part in members]
    assert sorted(parts) == sorted([*ROLES, "press citation", "note marker"])


def test_what_is_outside_and_set_aside_is_what_the_ledger_does_not_count(corpus):
    parts = ledger(corpus.blocks, corpus.tokens)
    left = parts[~parts["counted"]]
    found = outside(corpus.blocks)
    assert set(found["role"]) | {"press citation", "note marker"} == set(left["part"])
    assert found["kind"].notna().all()
    own = left[left["kind"] == "citations and note markers"].groupby("document")["words"].sum()
    assert set_aside(corpus).groupby("document").size().to_dict() == own.to_dict()
