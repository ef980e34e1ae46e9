"""Who is judged, who was there before, and who is left out."""

from __future__ import annotations

from dedup.documents import Collection, Document, collection_of
from dedup.gate.joining import EMPTY, Joined, join
from tests.gate.texts import collection, text


def joined(content: Collection, against: Collection = EMPTY, revision: str | None = None) -> Joined:
    """Return them joined, with quotations counted."""
    return join(content, against, revision=revision, quotes="count")


def test_what_was_there_before_comes_first() -> None:
    """The order is: what the content is held against, then the content; only that is judged."""
    found = joined(collection(new=text("a")), collection(old=text("b")))
    assert found.collection.column("id") == ["old", "new"]
    assert found.judged == {"new"}
    assert found.against == 1


def test_a_file_is_not_held_against_itself() -> None:
    """A file that is among the content is left out of what it is held against, however its path is written."""
    content = collection_of([Document("./site/a.md", "new", path="./site/a.md")])
    against = collection_of([Document(name, "old", path=name) for name in ("site/a.md", "site/b.md")])
    assert joined(content, against).collection.column("id") == ["site/b.md", "./site/a.md"]


def test_a_row_is_not_held_against_the_row_of_its_id() -> None:
    """Tables name their rows: the same id is the same document, in whatever file."""
    content = collection_of([Document("story-1", "new", path="today.jsonl")])
    against = collection_of([Document(name, "old", path="all.jsonl") for name in ("story-1", "story-2")])
    assert joined(content, against).collection.column("id") == ["story-2", "story-1"]


def test_what_is_in_both_was_published_before() -> None:
    """A file of the content that is also among what it is held against, or changed since a revision, is not new."""
    assert joined(collection(new="a", old="b"), collection(old="b", other="c")).published == {"old"}
    assert joined(collection(new="a", old="b"), collection(old="then"), "main").published == {"old"}


def test_unchanged_since_a_revision_is_not_judged() -> None:
    """Only new and changed files are judged; the others are what they are held against."""
    content = collection(same="as ever", changed="now", new="fresh")
    found = joined(content, collection(same="as ever", changed="then"), "main")
    assert found.judged == {"changed", "new"}
    assert (found.unchanged, found.against) == (1, 2)
    assert found.collection.column("id") == ["same", "main:changed", "changed", "new"]


def test_old_version_of_a_changed_file_is_known_as_such() -> None:
    """It goes by the revision in the collection, and by its own name in findings."""
    found = joined(collection(changed="now"), collection(changed="then"), "main")
    assert found.earlier == {"main:changed": "changed"}
    assert found.name("main:changed") == "changed"


def test_front_matter_alone_can_make_a_file_changed() -> None:
    """A file that no longer names its publisher is judged anew, though its text is the same."""
    then = collection_of([Document("a.md", "text", path="a.md", publisher="Daily Times")])
    assert joined(collection_of([Document("a.md", "text", path="a.md")]), then, "main").judged == {"a.md"}


def test_quotations_are_left_out_of_the_content_only() -> None:
    """With quotes ignored, judged texts lose theirs, and what was there before keeps them."""
    quoted = "> Said.\n"
    found = join(collection(new=quoted), collection(old=quoted), revision=None, quotes="ignore")
    assert found.collection.column("text") == [quoted, "       \n"]
