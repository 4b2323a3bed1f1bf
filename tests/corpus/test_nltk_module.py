import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('part = nltk_module("tokenize.punkt")', "import nltk"),
        ("import nltk", 'part = nltk_module("tokenize.punkt")'),
    ],
)
def test_one_module_of_nltk_comes_without_the_rest_and_leaves_nltk_whole(first, second):
    code = (
        "import sys\nfrom analysis.corpus.nltk_module import nltk_module\n"
        f"{first}\nprint('nltk' in sys.modules, 'sklearn' in sys.modules)\n{second}\n"
        "print(nltk.tokenize.punkt.__name__ == part.__name__, len(nltk.ngrams.__doc__) > 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = "True True" if first == "import nltk" else "False False"
    assert done.stdout.splitlines() == [loaded, "True True"]


def test_a_module_that_nltk_does_not_have_is_named_and_nothing_is_left_behind():
    code = (
        "import sys\nfrom analysis.corpus.nltk_module import nltk_module\n"
        "try:\n    nltk_module('tokenize.nothing')\n"
        "except ImportError as fault:\n    print(fault, 'nltk' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "No module named 'nltk.tokenize.nothing' False\n"
