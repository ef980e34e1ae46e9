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
