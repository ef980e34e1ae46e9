"""What is accepted: by a statement in a text, by a baseline, by an earlier revision.

Paragraphs have 40 words each and share none (`tests.gate.texts`), so that every figure can be counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.gate.joining import EMPTY
from dedup.gate.rules import Rules
from dedup.walks.check import check
from tests.gate.checks import BODY, baseline_of, document, rules, told
from tests.gate.texts import collection, files, text

if TYPE_CHECKING:
    from dedup.documents import Collection
    from dedup.gate.findings import CheckResult


# What is accepted


def test_a_statement_in_the_text_accepts_with_a_reason() -> None:
    """The finding is listed with its reason and line, and does not count."""
    said = BODY + '\n<!-- dedup: accept from "Daily Times": with their permission -->\n'
    result = check(collection(new=said), files(document("old", BODY, publisher="Daily Times")))
    assert told(result) == []
    (accepted,) = result.accepted
    assert (accepted.by, accepted.reason, accepted.line) == ("comment", "with their permission", 11)


def test_a_statement_about_another_source_accepts_nothing() -> None:
    """The finding counts, and that the statement is idle is noted."""
    said = BODY + '\n<!-- dedup: accept from "Stop NATO": with their permission -->\n'
    result = check(collection(new=said), files(document("old", BODY, publisher="Daily Times")))
    assert told(result) == [("repost", "new", "old")]
    assert [note.note for note in result.notes] == ["line 11: what it accepts is not found (any more)"]


def test_a_baseline_accepts_what_was_found_before() -> None:
    """Checked again with its own baseline, the same content passes."""
    content, against = collection(new=BODY), collection(old=BODY)
    known = baseline_of(check(content, against))
    result = check(content, against, baseline=known)
    assert told(result) == []
    assert [accepted.by for accepted in result.accepted] == ["baseline"]


UNRELATED = {
    "a paragraph before": text("z") + "\n" + BODY,
    "a paragraph after": BODY + "\n" + text("z"),
    "a paragraph between": text("a", "b", "z", "c", "d", "e"),
    "a paragraph taken out": text("a", "b", "d", "e"),
    "paragraphs in another order": text("d", "e", "a", "b", "c"),
    "a corrected word": BODY.replace("cam ", "corrected "),
    "other line breaks": BODY.replace(" aaf", "\naaf"),
    "a corrected word in a paragraph fewer": text("a", "b", "d", "e").replace("dam ", "corrected "),
}


@pytest.mark.parametrize("edited", UNRELATED.values(), ids=UNRELATED.keys())
def test_an_accepted_copy_may_be_edited(edited: str) -> None:
    """Edits beside the copied words, in a word of them, or that leave less of them, make nothing new."""
    against = collection(old=BODY)
    sharing = Rules(relations=("identical", "near-identical", "contained", "partial"))
    known = baseline_of(check(collection(new=BODY), against, sharing))
    assert told(check(collection(new=edited), against, sharing, baseline=known)) == []


MORE = {
    "a further paragraph of the source": (text("v", "a"), text("v", "a", "b")),
    "the same paragraph again": (text("v", "a"), text("v", "a", "w", "a")),
}


@pytest.mark.parametrize(("before", "after"), MORE.values(), ids=MORE.keys())
def test_more_of_an_accepted_source_is_new(before: str, after: str) -> None:
    """What was accepted is these words, once: more of the same source counts."""
    against, sharing = collection(old=BODY), rules(relations=("contained", "partial"))
    known = baseline_of(check(collection(new=before), against, sharing))
    assert len(known.entries) == 1
    assert told(check(collection(new=after), against, sharing, baseline=known)) == [("repost", "new", "old")]


def test_a_new_copy_of_an_accepted_text_is_new() -> None:
    """That one text was accepted says nothing of the next one with the same words."""
    against = collection(old=BODY)
    known = baseline_of(check(collection(one=BODY), against))
    result = check(collection(one=BODY, two=BODY), against, baseline=known)
    assert told(result) == [("repost", "two", "old")]


def test_a_new_copy_is_told_though_it_comes_first() -> None:
    """A new file whose name sorts before the accepted one takes nothing of its acceptance away."""
    near = BODY.replace("aac ", "")
    known = baseline_of(check(collection(one=near), collection(old=BODY)))
    result = check(collection(a_new=near, one=near), collection(old=BODY), baseline=known)
    assert ("repost", "a_new", "old") in told(result)
    assert ("repost", "one", "old") not in told(result)


def test_lines_of_the_baseline_that_nothing_needs_are_told() -> None:
    """A copy that was taken out leaves its line behind."""
    known = baseline_of(check(collection(new=BODY), collection(old=BODY)))
    result = check(collection(new=text("v")), collection(old=BODY), baseline=known)
    assert [(stale.rule, stale.document, stale.source) for stale in result.stale] == [("repost", "new", "old")]


# An earlier state of the same tree


def since(content: Collection, before: Collection, chosen: Rules | None = None) -> CheckResult:
    """Return what is new in the content since it was as `before`."""
    return check(content, before, chosen or Rules(), revision="main")


def test_unchanged_files_are_no_finding() -> None:
    """Copies that were there in the revision are not judged; a new copy of one is, and says of when its source is."""
    before = collection(one=BODY, two=BODY)
    assert told(since(before, before)) == []
    result = since(collection(one=BODY, two=BODY, three=BODY), before)
    assert told(result) == [("repost", "three", "one")]
    assert result.findings[0].sources[0].revision == "main"
    assert (result.counts.documents, result.counts.unchanged) == (3, 2)


def test_a_changed_file_is_judged_by_what_is_new_in_it() -> None:
    """An edit elsewhere in an old copy is no finding, and what was wrong before is told as accepted."""
    result = since(collection(one=BODY, two=BODY + "\n" + text("z")), collection(one=BODY, two=BODY))
    assert told(result) == []
    assert [(each.by, each.reason) for each in result.accepted] == [("revision", "it was so in main already")]


def test_more_of_a_source_in_a_changed_file_is_a_finding() -> None:
    """A file that had one paragraph of another text and now has two is objected to."""
    partial = rules(relations=("contained", "partial"))
    before = collection(one=BODY, two=text("v", "w", "a"))
    assert told(since(collection(one=BODY, two=text("v", "w", "a", "b")), before, partial)) == [
        ("repost", "two", "one")
    ]


def test_of_a_changed_and_a_new_file_the_new_one_is_the_copy() -> None:
    """What was in the revision in some version was there first, whatever the names."""
    assert told(since(collection(a_new=BODY + text("y"), old=BODY + text("z")), collection(old=BODY))) == [
        ("repost", "a_new", "old")
    ]


def test_a_copy_of_a_text_that_changed_too_is_told_once() -> None:
    """Of the old and the new version of a source, the one that shares more is named."""
    before = collection(one=BODY)
    result = since(collection(one=BODY + "\n" + text("z"), two=BODY), before)
    assert told(result) == [("repost", "two", "one")]
    assert result.findings[0].sources[0].relation == "identical"


def test_an_edited_file_is_no_copy_of_its_old_version() -> None:
    """A file is not held against what it was."""
    assert told(since(collection(one=BODY + "\n" + text("z")), collection(one=BODY))) == []


def test_a_check_without_anything_before_is_a_check_of_the_content() -> None:
    """Content alone is held against itself."""
    assert told(check(collection(one=BODY, two=BODY), EMPTY)) == [("repost", "two", "one")]
