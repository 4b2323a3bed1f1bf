import pytest
from hypothesis import settings

from analysis import Corpus, load_corpus

collect_ignore = ["tools/mutants.py"]  # imports what only ``make mutants`` installs
LONG = ["2012-jamestown", "2020-tpq", "2023-china-daily"]

settings.register_profile("no timing", deadline=None)
settings.load_profile("no timing")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus()
