"""What accepts findings: a statement in a text, a baseline, an earlier revision.

Paragraphs have 40 words each and share none (`tests.gate.texts`), so that every figure can be counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import PAGE_PART, Document, MarkupFact
from dedup.gate.acceptance import Statement, statements_of
from dedup.gate.corpus import EMPTY
from dedup.gate.findings import Finding, Source, Where
from dedup.gate.rules import Rules
from dedup.reading.inputs import read_paths
from dedup.walks.check import check
from tests.gate.checks import BODY, baseline_of, document, rules, told
from tests.gate.texts import collection, files, text

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.documents import Collection
    from dedup.gate.findings import CheckResult


PLACE = Where("a.md", "a.md", 0, 1, (1, 1), in_file=True)


def finding(*sources: Source) -> Finding:
    """Return a finding with these sources."""
    return Finding("repost", "a.md", "", PLACE, 1, 1.0, sources, "", "", "")


def source(name: str, publisher: str | None = None) -> Source:
    """Return a source that is a file of that name."""
    return Source(name, publisher, Where(name, name, 0, 1, (1, 1), in_file=True))


def said(tmp_path: Path, name: str, content: str) -> tuple[list[Statement], list[str]]:
    """Return what a file accepts, and the notes on it."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    found, notes = statements_of(read_paths([tmp_path])[0])
    return found, [note.note for note in notes]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.md", 'Text.\n\n<!-- dedup: accept from "Daily Times": with their permission -->\n', 3),
        ("a.txt", "Text.\n<!-- dedup: accept from 'Daily Times': with their\npermission -->\n", 2),
        ("a.md", '---\ntitle: T\ndedup: {accept: "with their permission", from: "Daily Times"}\n---\nText.\n', 3),
        ("a.md", "---\ndedup:\n  accept: with their permission\n  from: [Daily Times]\n---\nText.\n", 2),
        ("a.md", '+++\n[dedup]\naccept = "with their permission"\nfrom = "Daily Times"\n+++\nText.\n', 1),
        ("a.md", '{\n"dedup": {"accept": "with their permission", "from": "Daily Times"}\n}\nText.\n', 2),
        (
            "a.html",
            '<!DOCTYPE html>\n<!-- dedup: accept from "Daily Times": with their permission -->\n<p>Text of a page.</p>',
            2,
        ),
        ("a.html", "---\ndedup: {accept: with their permission, from: Daily Times}\n---\n<p>Text of the page.</p>", 2),
    ],
)
def test_acceptance_is_read(tmp_path: Path, name: str, content: str, line: int) -> None:
    """A comment or a key of the front matter, in any notation, says source, reason and line."""
    assert said(tmp_path, name, content) == ([Statement("Daily Times", "with their permission", line)], [])


def test_without_a_source_everything_is_accepted() -> None:
    """A statement that names nobody covers findings with and without sources."""
    (found,), _ = statements_of(Document("a", "<!-- dedup: accept: it is a list of links -->"))
    assert found == Statement(None, "it is a list of links", 1)
    assert found.covers(finding())
    assert found.covers(finding(source("b.md")))


@pytest.mark.parametrize(
    "text", ["<!-- dedup: accept -->", '<!-- dedup: accept from "X" -->', "<!-- dedup: accept:  -->"]
)
def test_without_a_reason_nothing_is_accepted(text: str) -> None:
    """A reason is required, and that it lacks is told."""
    found, notes = statements_of(Document("a.md", text, path="a.md"))
    assert found == []
    assert [note.note for note in notes] == ["line 1: what it accepts has no effect, because no reason is given"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "Text. <!-- dedup: ignore this -->"),
        ("a.md", "---\ndedup: true\n---\nText.\n"),
        ("a.md", "---\ndedup: {accept: r, form: Daily Times}\n---\nText.\n"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, name: str, content: str) -> None:
    """A statement with a slip in it accepts nothing, and a note shows how it is written."""
    found, (note,) = said(tmp_path, name, content)
    assert found == []
    assert "is not understood" in note


def test_other_comments_are_no_statements() -> None:
    """Comments that do not speak to dedup are passed over without a word."""
    assert statements_of(Document("a", "<!-- a comment --> <!-- dedupe: accept: x -->")) == ([], [])


@pytest.mark.parametrize("code", ["```markdown\n{}\n```\n", "~~~\n{}\n~~~", "Write `{}` for it.", "```\n{}"])
def test_comments_that_are_shown_as_code_accept_nothing(code: str) -> None:
    """A page that explains the comment does not make it."""
    assert statements_of(Document("a.md", code.format("<!-- dedup: accept: why -->"))) == ([], [])


def test_a_comment_between_two_pieces_of_code_counts() -> None:
    """Fences and ticks end where they end."""
    found, _ = statements_of(Document("a.md", "```\nx\n```\n<!-- dedup: accept: why -->\n```\ny\n```\n`z`\n"))
    assert [statement.line for statement in found] == [4]


@pytest.mark.parametrize("name", ["old/b.md", "Daily Times", "The Daily Times", "dailytimes.com.pk"])
def test_a_source_is_named_by_its_file_or_its_publisher(name: str) -> None:
    """Publishers are compared as everywhere: by any spelling of the name, or by the address."""
    assert Statement(name, "r", 1).covers(finding(source("old/b.md", "Daily Times")))


def test_all_sources_of_a_finding_must_be_named() -> None:
    """A finding about several sources is covered only if each of them is the one that is named."""
    accepts = Statement("Daily Times", "r", 1)
    assert not accepts.covers(finding(source("b.md", "Daily Times"), source("c.md", "Stop NATO")))
    assert not accepts.covers(finding())


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


@pytest.mark.parametrize(
    "shown",
    [
        "| markup | comment |\n|---|---|\n| HTML | `<!-- dedup: accept: an example -->` |\n",
        "- Write `{% comment %} dedup: accept: an example {% endcomment %}` into the page.\n- And more.\n",
        "Write `{# dedup: accept: an example #}` there.\n",
    ],
    ids=["table", "list", "paragraph"],
)
def test_a_comment_that_is_shown_as_code_accepts_nothing(shown: str) -> None:
    """Also in a cell of a table and in an item of a list."""
    assert statements_of(document("page.md", f"Words of a page.\n\n{shown}\nMore words.\n")) == ([], [])


def test_a_comment_in_the_code_of_a_page_accepts_nothing() -> None:
    """Which part of a page is code was noted when it was read."""
    said = "Words of a page.\n\n{# dedup: accept: an example #}\n"
    code = MarkupFact(f"{PAGE_PART}code", f"18-{len(said)}", 0, 0, 1, "")
    assert statements_of(document("page.html", said, markup=(code,))) == ([], [])
    assert len(statements_of(document("page.html", said))[0]) == 1
