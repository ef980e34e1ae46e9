"""The textbook figures, by hand, and its two ways of finding words, against each other."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernels.naive import split_words

textbook = import_module("lib.textbook")


def test_figures_by_hand() -> None:
    """Of six words each, a b c d e f and b c d e f g share one shingle of three in all: five words of each."""
    figures = textbook.exact(tuple("abcdef"), tuple("bcdefg"))
    assert (figures.jaccard, figures.of_smaller) == (1 / 3, 1 / 2)
    assert (figures.containment_a, figures.containment_b) == (5 / 6, 5 / 6)


def test_longest_run_by_hand() -> None:
    """The words x a b c y and a b c z a b share the run a b c, of three words."""
    assert textbook.longest_run(tuple("xabcy"), tuple("abczab")) == 3
    assert textbook.longest_run(tuple("ab"), tuple("cd")) == 0


def test_words_in_runs_by_hand() -> None:
    """Of the runs a b and c d that both have, the texts hold two words each when runs have two words."""
    assert textbook.shared_in_runs(tuple("abxcd"), tuple("cdyab"), least=2) == 4
    assert textbook.shared_in_runs(tuple("abxcd"), tuple("cdyab"), least=3) == 0


@pytest.mark.parametrize(
    "text", ["The co-\nworker’s 2nd plan – done…", "A-\nB", "x_y it's", "end- \n next", "a\u00a0b"]
)
def test_plain_words_are_those_of_the_long_way(text: str) -> None:
    """Hyphens at line ends, curly quotes, dashes and underscores are split as the plain version splits them."""
    assert list(textbook.words_of(text)) == [word for word, _, _ in split_words(text)]


@given(st.text(alphabet="aBz09-' \n\t_.,’“–\u00a0", max_size=60))
def test_regular_expression_finds_the_words_of_the_long_way(text: str) -> None:
    """On plain characters the regular expression and the plain version agree."""
    assert list(textbook.words_of(text)) == [word for word, _, _ in split_words(text)]
