"""Two texts side by side: exact figures for whatever they share, however little."""

from __future__ import annotations

import pytest

import dedup
from dedup import Document


def words(name: str, count: int) -> str:
    return " ".join(f"{name}{n}" for n in range(count))


def test_a_run_of_twelve_words_makes_a_listed_pair() -> None:
    """Thirty are wanted in a scan; a comparison lists what a passage shows."""
    (match,) = dedup.compare(f"{words('x', 12)} {words('a', 30)}", f"{words('b', 30)} {words('x', 12)}").copies
    assert (match.shared_words, len(match.passages)) == (12, 1)


def test_pieces_too_short_for_a_passage_still_have_exact_figures() -> None:
    """Eight common words are four shingles of five: of 26 and of 16; no passage is shown."""
    first, second = f"{words('a', 22)} {words('x', 8)}", f"{words('x', 8)} {words('b', 12)}"
    (match,) = dedup.compare(first, second).copies
    assert match.passages == ()
    assert match.jaccard == pytest.approx(4 / (26 + 16 - 4))
    assert match.containment_a == pytest.approx(8 / 30)
    assert match.containment_b == pytest.approx(8 / 20)
    assert (match.shared_words, match.longest_run) == (8, 8)


def test_texts_without_a_common_shingle_are_no_pair() -> None:
    """Four common words are none; nor are empty texts."""
    assert dedup.compare(f"{words('x', 4)} a", f"{words('x', 4)} b").copies == ()
    assert dedup.compare("", words("x", 20)).copies == ()


def test_documents_keep_their_ids() -> None:
    """Texts are called a and b, documents what they are called."""
    result = dedup.compare(Document("one.txt", words("x", 20)), words("x", 20))
    assert [(match.a, match.b, match.relation) for match in result.copies] == [("one.txt", "b", "identical")]


HARBOUR = (
    "The old harbour wall gave way during the storm, and water ran through the lower streets until morning. Nobody was "
    "hurt, because the people who live there had been told in time to leave their houses and to take what they could."
)
REWORDED = (
    "Some time before midnight the old harbour wall, long in a sorry state, fell during the storm, and the water, up "
    "to the knees of the firemen, ran through the lower town and its cellars until dawn. Nobody was badly hurt, for "
    "all the people who live in this part of the port had been told well in time by the mayor herself to leave their "
    "houses."
)
"""Four words in a row are the same at the most, in the same order."""
OTHER_MATTERS = " ".join(
    ["Taxes on wine rise by a third next year, says the ministry; brewers, for once, find that a fine idea."] * 2
)


def test_a_reworded_text_is_aligned_although_it_shares_no_shingle() -> None:
    """From *the old harbour* to *leave their houses* they stand beside each other: 63 of 107 words, and 36 of 42."""
    (match,) = dedup.compare(f"{REWORDED} {OTHER_MATTERS}", HARBOUR).copies
    assert (match.relation, match.jaccard, match.shared_words, match.passages) == ("partial", 0.0, 0, ())
    assert match.longest_run == 4
    assert match.aligned_a == pytest.approx(63 / 107, abs=0.02)
    assert match.aligned_b == pytest.approx(36 / 42, abs=0.05)


def test_words_in_passages_are_aligned() -> None:
    """Twelve common words of 42: not enough letters for a chain."""
    (match,) = dedup.compare(f"{words('x', 12)} {words('a', 30)}", f"{words('b', 12)} {words('x', 12)}").copies
    assert match.aligned_a == pytest.approx(12 / 42, abs=1e-6)
    assert match.aligned_b == 12 / 24


def test_identical_texts_are_aligned_as_a_whole() -> None:
    """Whatever the punctuation."""
    (match,) = dedup.compare(HARBOUR, HARBOUR.replace(".", "!")).copies
    assert (match.relation, match.aligned_a, match.aligned_b) == ("identical", 1.0, 1.0)


def test_texts_that_say_other_things_are_not_aligned() -> None:
    """A common shingle makes them a pair, and tells no reuse."""
    shingle = "at the end of the day"
    (match,) = dedup.compare(f"{HARBOUR} {shingle}", f"{OTHER_MATTERS} {shingle}").copies
    assert (match.shared_words, match.aligned_a, match.aligned_b) == (6, 0.0, 0.0)


def test_a_scan_does_not_align() -> None:
    """Its pairs say that it was not looked for."""
    texts = [Document("a", f"{HARBOUR} {HARBOUR}"), Document("b", f"{HARBOUR} {HARBOUR} {OTHER_MATTERS}")]
    (match,) = dedup.scan(texts).copies
    assert (match.aligned_a, match.aligned_b) == (None, None)
