"""Settings fit together: what is not given follows from what is."""

from __future__ import annotations

import pytest

import dedup
from dedup.documents import Document
from dedup.errors import UsageError
from dedup.index.header import Header
from dedup.settings import LIMITS, Settings

SAID = "the old ferry left the quay before anybody had come aboard"


@pytest.mark.parametrize(("min_run", "follows"), [(1, 1), (2, 2), (5, 5), (6, 6), (7, 6), (12, 6), (1000, 6)])
def test_fingerprints_follow_the_shortest_run_down(min_run: int, follows: int) -> None:
    """They are six words, or as many as the shortest run has; a window of one shingle at the least remains."""
    settings = Settings(min_run=min_run)
    assert (settings.fingerprint_words, settings.window) == (follows, min_run - follows + 1)
    assert Settings(min_run=min_run, fingerprint_words=0) == settings


def test_lengths_that_were_given_and_do_not_fit_are_refused() -> None:
    """The sentence says what to do, and names nothing that the command line lacks as if it had it."""
    with pytest.raises(UsageError, match="min-run 5 is less than fingerprint-words 6, which the configuration file"):
        Settings(min_run=5, fingerprint_words=6)
    assert Settings(min_run=5, fingerprint_words=3).window == 3


@pytest.mark.parametrize("min_run", [0, -1, 1001])
def test_bounds_are_told(min_run: int) -> None:
    """Of the setting that was given, not of one that follows from it."""
    with pytest.raises(UsageError, match=f"min-run must be from 1 to 1000, not {min_run}"):
        Settings(min_run=min_run)


@pytest.mark.parametrize("min_run", [1, 2, 3, 5, 8, 11])
def test_a_run_of_the_shortest_length_is_found(min_run: int) -> None:
    """Two texts that have exactly that many words in common, and nothing else."""
    words = " ".join(SAID.split()[:min_run])
    documents = [Document("a", f"Alpha beta {words} gamma"), Document("b", f"Delta epsilon {words} zeta")]
    (copy,) = dedup.scan(documents, min_run=min_run, min_shared=1).copies
    assert copy.longest_run == min_run


def test_an_index_states_what_followed() -> None:
    """Its header names the length that its fingerprints have."""
    header = Header.of(Settings(min_run=5))
    assert (header.fingerprint_words, header.min_run) == (5, 5)
    assert header.settings() == Settings(min_run=5)


def test_every_bound_admits_the_default() -> None:
    """A setting that is left alone is never out of range."""
    usual = Settings()
    assert all(low <= getattr(usual, name) <= high for name, (low, high) in LIMITS.items())
