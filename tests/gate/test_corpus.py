"""Who is judged, who was there before, who is left out; block quotations can be blanked without moving anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import Collection, Document, collection_of
from dedup.gate.corpus import EMPTY, Corpus, make_corpus, without_quotes
from dedup.reading.inputs import read_paths
from tests.gate.texts import collection, text

if TYPE_CHECKING:
    from pathlib import Path


def corpus(content: Collection, against: Collection = EMPTY, revision: str | None = None) -> Corpus:
    """Return them corpus, with quotations counted."""
    return make_corpus(content, against, revision=revision, quotes="count")


def test_what_was_there_before_comes_first() -> None:
    """The order is: what the content is held against, then the content; only that is judged."""
    found = corpus(collection(new=text("a")), collection(old=text("b")))
    assert found.collection.column("id") == ["old", "new"]
    assert found.judged == {"new"}
    assert found.against == 1


def test_a_file_is_not_held_against_itself() -> None:
    """A file that is among the content is left out of what it is held against, however its path is written."""
    content = collection_of([Document("./site/a.md", "new", path="./site/a.md")])
    against = collection_of([Document(name, "old", path=name) for name in ("site/a.md", "site/b.md")])
    assert corpus(content, against).collection.column("id") == ["site/b.md", "./site/a.md"]


def test_a_row_is_not_held_against_the_row_of_its_id() -> None:
    """Tables name their rows: the same id is the same document, in whatever file."""
    content = collection_of([Document("story-1", "new", path="today.jsonl")])
    against = collection_of([Document(name, "old", path="all.jsonl") for name in ("story-1", "story-2")])
    assert corpus(content, against).collection.column("id") == ["story-2", "story-1"]


def test_what_is_in_both_was_published_before() -> None:
    """A file of the content that is also among what it is held against, or changed since a revision, is not new."""
    assert corpus(collection(new="a", old="b"), collection(old="b", other="c")).published == {"old"}
    assert corpus(collection(new="a", old="b"), collection(old="then"), "main").published == {"old"}


def test_unchanged_since_a_revision_is_not_judged() -> None:
    """Only new and changed files are judged; the others are what they are held against."""
    content = collection(same="as ever", changed="now", new="fresh")
    found = corpus(content, collection(same="as ever", changed="then"), "main")
    assert found.judged == {"changed", "new"}
    assert (found.unchanged, found.against) == (1, 2)
    assert found.collection.column("id") == ["same", "main:changed", "changed", "new"]


def test_old_version_of_a_changed_file_is_known_as_such() -> None:
    """It goes by the revision in the collection, and by its own name in findings."""
    found = corpus(collection(changed="now"), collection(changed="then"), "main")
    assert found.earlier == {"main:changed": "changed"}
    assert found.name("main:changed") == "changed"


def test_front_matter_alone_can_make_a_file_changed() -> None:
    """A file that no longer names its publisher is judged anew, though its text is the same."""
    then = collection_of([Document("a.md", "text", path="a.md", publisher="Daily Times")])
    assert corpus(collection_of([Document("a.md", "text", path="a.md")]), then, "main").judged == {"a.md"}


def test_quotations_are_left_out_of_the_content_only() -> None:
    """With quotes ignored, judged texts lose theirs, and what was there before keeps them."""
    quoted = "> Said.\n"
    found = make_corpus(collection(new=quoted), collection(old=quoted), revision=None, quotes="ignore")
    assert found.collection.column("text") == [quoted, "       \n"]


def blanked(text: str) -> str:
    """Return the text without its quotations."""
    return without_quotes(Document("a.md", text)).text


def test_quoted_lines_become_spaces() -> None:
    """Every character of a quotation is a space, its line breaks stay, and all else is as it was."""
    assert blanked("Before.\n\n> Said\n> so.\n\nAfter.\n") == "Before.\n\n      \n     \n\nAfter.\n"


def test_a_line_may_continue_a_quotation_lazily() -> None:
    """A paragraph that goes on without the mark belongs to the quotation; the blank line ends it."""
    assert blanked("> Said\nso.\n\nAfter.") == "      \n   \n\nAfter."


@pytest.mark.parametrize("text", ["a > b", "    > code", "5 > 4 and\n3 > 2", "no quotation"])
def test_what_is_no_quotation_stays(text: str) -> None:
    """A mark inside a line, or behind four spaces (code), quotes nothing."""
    assert blanked(text) == text


@pytest.mark.parametrize("after", ["# Heading", "- document", "* document", "1. document", "```"])
def test_another_block_ends_a_quotation(after: str) -> None:
    """A heading, a list or a fence cannot continue a paragraph lazily."""
    assert blanked(f"> Said.\n{after}") == f"       \n{after}"


def test_windows_line_ends_stay() -> None:
    """Carriage returns are line ends too."""
    assert blanked("> Said.\r\n\r\nAfter.\r\n") == "       \r\n\r\nAfter.\r\n"


def test_quotations_of_a_page_become_spaces(tmp_path: Path) -> None:
    """An element that quotes is blanked in the text of the page, and nothing else is."""
    quoted, own = "Quoted words of somebody else, a whole paragraph.", "Words of this page, at some length, before it."
    (tmp_path / "a.html").write_text(
        f"<html><body><article><p>{own}</p><blockquote><p>{quoted}</p></blockquote><p>{own[:-1]} again.</p></article>"
    )
    (document,) = read_paths([tmp_path])
    assert document.text == f"{own}\n\n{quoted}\n\n{own[:-1]} again."
    assert without_quotes(document).text == f"{own}\n\n{' ' * len(quoted)}\n\n{own[:-1]} again."
