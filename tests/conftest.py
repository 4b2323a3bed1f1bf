import pytest

from analysis import Corpus, load_corpus

LONG = ["2012-jamestown", "2020-tpq", "2023-china-daily"]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus()
