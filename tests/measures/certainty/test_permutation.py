"""Permutation and multiplicity against enumeration, Fisher and published values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.special import expit
from scipy.stats import false_discovery_control, fisher_exact, hypergeom
from sklearn.linear_model import LogisticRegression

from analysis import CorpusError
from analysis.measures.certainty import permutation
from analysis.measures.certainty.families import benjamini_hochberg, holm, passing
from analysis.measures.certainty.permutation import TESTS, Comparison, permute, relabelling

BH_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def rows(*counts):
    return csr_array(np.array(counts, dtype=np.float32))


def side(target, reference):
    return np.array([True] * target + [False] * reference)


def test_presence_equals_fisher():
    found = permute(
        rows([1, 1, 1, 0, 0, 0, 0, 1]), np.ones(8, int), side(4, 4), permutations=9999, seed=0
    )
    assert found.p[0] == pytest.approx(34 / 70)
    one_sided = fisher_exact([[3, 1], [1, 3]], alternative="greater").pvalue
    assert found.greater[0] == pytest.approx(17 / 70)
    assert one_sided == pytest.approx(17 / 70)


@given(st.integers(1, 9), st.lists(st.booleans(), min_size=10, max_size=10))
def test_with_equal_lengths_the_conditional_test_counts_exactly(target, present):
    """Presence in paragraphs of one length is Fisher’s test, whatever the sizes of the sides."""
    counts = rows([int(one) for one in present])
    found = permute(counts, np.full(10, 7), side(target, 10 - target), permutations=999, seed=0)
    inside, total = sum(present[:target]), sum(present)
    if 0 < total < 10:
        tails = [
            hypergeom.sf(inside - 1, 10, total, target), hypergeom.cdf(inside, 10, total, target)
        ]  # fmt: skip
        assert found.greater[0] == pytest.approx(tails[0])
        assert found.p[0] == pytest.approx(min(1, 2 * min(tails)))


def test_the_conditional_score_is_its_formula():
    generator = np.random.default_rng(0)
    counts, sizes = generator.poisson(1, (6, 30)), generator.integers(5, 50, 30)
    dealt = relabelling(
        Comparison(csr_array(counts.astype(float)), sizes, side(12, 18)), "conditional"
    )
    length = (sizes - sizes.mean()) / sizes.std()
    model = LogisticRegression(C=1e6, tol=1e-8).fit(length[:, None], side(12, 18))
    chance = expit(model.decision_function(length[:, None]))[:, None]
    weight, line = chance * (1 - chance), np.column_stack([np.ones(30), length])
    residuals = counts.T - line @ np.linalg.solve(
        line.T @ (weight * line), (weight * line).T @ counts.T
    )
    labels = dealt.draw(generator, 9)
    assert (labels.sum(axis=0) == 12).all()
    away = labels - chance
    square = residuals.T**2 @ (away**2 + weight / 3)
    expected = residuals.T @ away / np.sqrt(square)
    assert dealt.statistic(labels) == pytest.approx(expected, abs=1e-8)


def test_drawn_sides_are_as_long_as_the_real_one_and_as_the_chances_say():
    sizes = np.array([3] * 10 + [4] * 10 + [9] * 10)
    target = np.array([True] * 8 + [False] * 2 + [True] * 4 + [False] * 6 + [True] + [False] * 9)
    dealt = relabelling(Comparison(rows([1] * 30), sizes, target), "conditional")
    labels = dealt.draw(np.random.default_rng(1), 4000)
    assert (labels.sum(axis=0) == 13).all()
    assert (sizes @ labels).mean() == pytest.approx(sizes[target].sum(), rel=0.02)
    assert labels.mean(axis=1) == pytest.approx(expit(dealt.log_odds), abs=0.04)


def test_where_lengths_tell_the_sides_apart_nothing_can_be_said():
    sizes = np.array([2] * 12 + [9] * 12)
    found = permute(rows([1] * 12 + [0] * 12), sizes, side(12, 12), permutations=199, seed=0)
    assert found.p[0] > 0.9


@pytest.mark.parametrize("test", TESTS)
def test_batches_change_nothing(monkeypatch, test):
    counts = csr_array(np.random.default_rng(4).poisson(1, size=(5, 30)).astype(float))
    sizes = np.arange(30) + 5
    options = {"test": test, "permutations": 499, "seed": 1}
    whole = permute(counts, sizes, side(15, 15), **options)
    monkeypatch.setattr(permutation, "CELLS", 1)
    parts = permute(counts, sizes, side(15, 15), **options)
    assert whole.p == pytest.approx(parts.p)
    assert whole.max_t == pytest.approx(parts.max_t)


@pytest.mark.parametrize("test", TESTS)
def test_all_tests_agree_where_lengths_are_equal(test):
    counts = csr_array(np.random.default_rng(4).poisson(1, size=(9, 24)).astype(float))
    found = permute(counts, np.full(24, 9), side(12, 12), test=test, permutations=4999, seed=1)
    pooled = permute(counts, np.full(24, 9), side(12, 12), test="pooled", permutations=4999, seed=2)
    assert found.p == pytest.approx(pooled.p, abs=0.05)


def test_max_t_knows_words_that_exclude_each_other():
    """Two words that never stand together are one test, not two: 34 of 70 ways, not 68."""
    words = rows([1, 1, 1, 0, 0, 0, 0, 1], [0, 0, 0, 1, 1, 1, 1, 0])
    found = permute(words, np.ones(8, int), side(4, 4), permutations=9999, seed=0)
    assert found.max_t == pytest.approx([34 / 70] * 2)
    assert holm(found.p) == pytest.approx([68 / 70] * 2)


@given(st.lists(st.integers(0, 4), min_size=8, max_size=8), st.integers(0, 99))
def test_monte_carlo_agrees_with_enumeration(counts, seed):
    sizes = np.array([9, 4, 7, 6, 5, 8, 7, 6])
    many = permute(rows(counts * 2), np.tile(sizes, 2), side(8, 8), permutations=3000, seed=seed)
    again = permute(rows(counts * 2), np.tile(sizes, 2), side(8, 8), permutations=12870, seed=seed)
    assert abs(many.p[0] - again.p[0]) < 0.06


def test_a_term_that_is_everywhere_alike_has_p_one():
    found = permute(rows([2] * 24), np.full(24, 10), side(12, 12), permutations=199, seed=1)
    assert found.p[0] == 1
    assert found.max_t[0] == 1


def test_max_t_is_at_least_p_and_keeps_the_order_of_the_scores():
    generator = np.random.default_rng(3)
    counts = generator.poisson(1, size=(30, 40))
    counts[0, :20] += 3
    found = permute(
        csr_array(counts.astype(np.float32)), np.full(40, 50), side(20, 20),
        permutations=999, seed=2,
    )  # fmt: skip
    assert found.max_t[0] < 0.01
    assert (found.max_t >= found.p / 2 - 0.02).all()
    assert (found.max_t[1:] > 0.05).mean() > 0.9


def test_the_same_seed_gives_the_same_and_another_gives_another():
    generator = np.random.default_rng(4)
    counts = csr_array(generator.poisson(1, size=(5, 30)).astype(np.float32))
    run = [
        permute(counts, np.full(30, 9), side(15, 15), permutations=499, seed=seed).p
        for seed in (1, 1, 2)
    ]
    assert (run[0] == run[1]).all()
    assert (run[0] != run[2]).any()


def test_none_is_no_number_of_draws():
    with pytest.raises(CorpusError, match="permutations is 0; give a whole number of at least 1"):
        permute(rows([1, 0]), np.ones(2, int), side(1, 1), permutations=0, seed=0)


def test_benjamini_and_hochberg_1995():
    q = benjamini_hochberg(BH_1995)
    assert (q < 0.05).sum() == 4
    assert q[:5] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603])


def test_holm_on_paper():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_holm_keeps_three():
    adjusted = holm(BH_1995)
    assert (adjusted < 0.05).sum() == 3
    assert adjusted[0] == pytest.approx(0.0015)
    assert adjusted[-1] == 1


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_values_are_at_least_p_and_holm_is_the_stricter(p):
    q, strict = benjamini_hochberg(p), holm(p)
    assert (q >= np.array(p) - 1e-12).all()
    assert (strict >= q - 1e-9).all()
    assert (strict <= 1).all()
    assert q == pytest.approx(false_discovery_control(p) if p else [])


@pytest.mark.parametrize(
    ("result", "level", "said"),
    [({"p": [0.1]}, 0.05, "no column “q”"), ({"p": [0.1], "q": [0.1]}, 2, "level is 2")],
)
def test_what_cannot_pass_is_refused_in_a_sentence(result, level, said):
    with pytest.raises(CorpusError, match=said):
        passing(pd.DataFrame(result), level=level)
