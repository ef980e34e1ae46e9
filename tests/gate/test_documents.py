"""Documents at hand: what identifies their words, and where a reader finds them."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.gate.documents import GateDocument
from tests.gate.texts import paragraph, text

BODY = text("a", "b", "c")


def document(said: str, name: str = "a.md", path: str | None = "a.md") -> GateDocument:
    """Return a document of a check."""
    return GateDocument(Document(name, said, path=path), name)


def pieces(said: str, *parts: str) -> tuple[str, ...]:
    """Return what identifies these parts of a text."""
    one = document(said)
    return one.pieces(one.covered((said.index(part), said.index(part) + len(part)) for part in parts))


def test_each_paragraph_is_a_piece() -> None:
    """Three paragraphs that are covered in one stretch give three pieces."""
    assert len(set(pieces(BODY, BODY))) == 3


def test_pieces_are_known_by_their_words_alone() -> None:
    """Punctuation, case, line breaks, place and neighbours make no difference."""
    a = paragraph("a")
    alone = pieces(a, a)
    assert pieces(f"Before it.\n\n{a}\n\nAfter it.", a) == alone
    other = a.upper().replace(" ", "\n").replace(".", "!")
    assert pieces(other, other) == alone


def test_parts_of_one_paragraph_are_pieces_of_their_own() -> None:
    """Two stretches with other words between them are not one piece."""
    said = " ".join([paragraph("a"), paragraph("x"), paragraph("b")])
    assert pieces(said, paragraph("a"), paragraph("b")) == pieces(text("a", "b"), text("a", "b"))


def test_a_few_words_identify_nothing_beside_more() -> None:
    """Five words at an edge are left out, six are a piece, and alone even one is."""
    five, six = (" ".join(paragraph("b").split()[:count]) for count in (5, 6))
    a = paragraph("a")
    assert len(pieces(text("a", "b"), a, five)) == 1
    assert len(pieces(text("a", "b"), a, six)) == 2
    assert len(pieces(text("a", "b"), five)) == 1


def test_runs_that_another_document_has_are_found_wherever_they_stand() -> None:
    """A paragraph said twice is 80 words of a source that says it once; words of no run of 12 are none."""
    mine = document(text("a", "x", "a") + " ".join(paragraph("b").split()[:11]))
    assert mine.runs_of(document(text("a", "q", "b")), 12).sum() == 80


def test_short_documents_have_no_runs() -> None:
    """A text of fewer words than the run is compared without fuss."""
    assert not document("One two.").runs_of(document(BODY), 12).any()
    assert not document(BODY).runs_of(document(""), 12).any()


@pytest.mark.parametrize(
    ("name", "path", "in_file"),
    [
        ("a.md", "a.md", True),
        ("a.txt", "a.txt", True),
        ("README", "README", True),
        ("a.html", "a.html", False),
        ("a.md.gz", "a.md.gz", False),
        ("rows.csv#1", "rows.csv", False),
        ("id-7", "rows.jsonl", False),
        ("id-7", None, False),
    ],
)
def test_lines_are_the_files_where_the_text_is_the_file(name: str, path: str | None, in_file: bool) -> None:
    """Only of plain texts and Markdown can a reader be sent to a line of the file."""
    assert document(BODY, name, path).where(0, 1).in_file is in_file


def test_places_have_their_first_and_last_line() -> None:
    """A place that ends with a line ends on it."""
    assert document(BODY).where(0, len(paragraph("a"))).lines == (1, 1)
    assert document(BODY).where(0, len(paragraph("a")) + 3).lines == (1, 3)


def test_excerpts_are_short_and_on_one_line() -> None:
    """A long place is cut, with a mark."""
    excerpt = document(BODY).excerpt(0, len(BODY))
    assert len(excerpt) == 100
    assert excerpt.endswith("…")
    assert document("Two\n lines.").excerpt(0, 11) == "Two lines."
