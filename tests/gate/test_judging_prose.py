"""What a check judges of the pages of a site: prose, and no pages that repeat on purpose, unless somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import PAGE_LINES, MarkupFact
from dedup.errors import UsageError
from dedup.gate.rules import Rules
from dedup.walks.check import check
from tests.gate.checks import document, told
from tests.gate.texts import files, paragraph, text

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult

TWICE = Rules(self_repetition=True, relations=())
CODE = f"```\n{paragraph('code')}\n```\n"
TABLE = f"| option | what it does |\n|---|---|\n| a | {paragraph('cell')} |\n"


def page(*parts: str) -> str:
    """Return parts of a page with blank lines between them."""
    return "\n\n".join(parts) + "\n"


def twice(part: str, path: str, *judge: str) -> CheckResult:
    """Return the check of a page that has a part twice."""
    said = page(paragraph("one"), part, paragraph("two"), part, paragraph("three"))
    return check(files(document(path, said)), rules=Rules(self_repetition=True, relations=(), judge=judge))


@pytest.mark.parametrize(
    ("part", "path", "kind"),
    [
        (CODE, "a.md", "code"),
        (TABLE, "a.md", "tables"),
        (f"<div data-words='{paragraph('tag')}'></div>", "a.md", "tags"),
        (f"{{{{< figure words='{paragraph('tag')}' >}}}}", "a.md", "templates"),
        (f"<!-- {paragraph('comment')} -->", "a.md", "comments"),
        (f"[a](http://example.org/{paragraph('link').replace(' ', '-')})", "a.md", "links"),
        (f"Words::\n\n   {paragraph('code')}", "a.rst", "code"),
        (f"----\n{paragraph('code')}\n----", "a.adoc", "code"),
        (f"export const a = '{paragraph('code')}'", "a.mdx", "code"),
    ],
)
def test_a_repetition_of_what_is_not_prose_is_none(part: str, path: str, kind: str) -> None:
    """It is counted, and found by whoever asks for its kind."""
    result = twice(part, path)
    assert (result.findings, result.counts.not_prose) == ((), 1)
    assert [finding.rule for finding in twice(part, path, kind).findings] == ["self-repetition"]


def test_a_repetition_of_prose_is_one_in_every_markup() -> None:
    """The same words as a paragraph."""
    for path in ("a.md", "a.mdx", "a.rst", "a.adoc", "a.njk", "a.txt"):
        assert [finding.words for finding in twice(paragraph("said"), path).findings] == [40]


def test_a_repetition_has_as_many_words_as_are_prose() -> None:
    """Forty words and a block of code stand there twice: forty count."""
    (finding,) = twice(page(paragraph("said"), CODE), "a.md").findings
    assert finding.words == 40


def test_characters_count_for_half_a_word() -> None:
    """Twelve characters of a script without spaces are some six words; twenty-four are twelve."""
    characters = "".join(chr(0x4E00 + 7 * n) for n in range(26))
    assert twice(characters[:14], "a.md").findings == ()
    assert len(twice(characters, "a.md").findings) == 1


def test_pages_with_the_same_code_are_no_reposts() -> None:
    """Most of what they have is the same, and none of it is prose."""
    code = "\n\n".join(f"```\n{paragraph(name)}\n```" for name in ("ca", "cb", "cc", "cd", "ce", "cf"))
    content = files(document("a.md", page(paragraph("a"), code)), document("b.md", page(paragraph("b"), code)))
    result = check(content)
    assert (result.findings, result.counts.not_prose) == ((), 1)
    assert told(check(content, rules=Rules(judge=("code",)))) == [("repost", "b.md", "a.md")]


def test_pages_with_the_same_prose_are_reposts_whatever_their_code() -> None:
    """The code is most of both, and different: 80 of 80 words of prose are the same."""
    code = [page(*(f"```\n{paragraph(f'{name}{n}')}\n```" for n in "uvwxyz")) for name in "ab"]
    content = files(
        *(document(f"{name}.md", page(text("one", "two"), each)) for name, each in zip("ab", code, strict=True))
    )
    (finding,) = check(content).findings
    assert (finding.rule, finding.document, finding.words, finding.share) == ("repost", "b.md", 80, 1.0)


def test_nothing_shorter_than_min_shared_is_a_repost() -> None:
    """Two identical pages of twenty words, and two that consist of one template tag."""
    for said in (paragraph("short", 20), "{{< page_list >}}"):
        assert check(files(document("de/a.md", said), document("b.md", said))).findings == ()
    long = paragraph("long", 30)
    assert len(check(files(document("a.md", long), document("b.md", long))).findings) == 1


@pytest.mark.parametrize(
    ("path", "other", "kind"),
    [
        ("docs/a.md", "versioned_docs/version-1.2/a.md", "versions"),
        ("content/a.md", "content/fr/a.md", "translations"),
        ("docs/a.md", "CHANGELOG.md", "changelogs"),
    ],
)
def test_pages_that_repeat_on_purpose_are_counted(path: str, other: str, kind: str) -> None:
    """Such a pair is no finding, unless its kind is judged."""
    content = files(document(path, text("a", "b")), document(other, text("a", "b")))
    result = check(content)
    assert (result.findings, getattr(result.counts, kind)) == ((), 1)
    assert [finding.rule for finding in check(content, rules=Rules(judge=(kind,))).findings] == ["repost"]


def test_the_gravest_findings_come_first() -> None:
    """Reposts before repetitions, and of each those of the most words first."""
    content = files(
        document("a.md", page(paragraph("a", 20), paragraph("p", 14), paragraph("b", 20), paragraph("p", 14))),
        document("c.md", text("c")),
        document("d.md", text("c")),
        document("e.md", text("e", "f")),
        document("f.md", text("e", "f")),
    )
    found = check(content, rules=Rules(self_repetition=True)).findings
    assert [(finding.rule, finding.document) for finding in found] == [
        ("repost", "f.md"),
        ("repost", "d.md"),
        ("self-repetition", "a.md"),
    ]


def test_rules_that_warn_fail_nothing() -> None:
    """Their findings are apart from those that count, and a baseline holds them too."""
    said = page(paragraph("one"), paragraph("said"), paragraph("two"), paragraph("said"))
    result = check(files(document("a.md", said)), rules=Rules(self_repetition=True, warn=("self-repetition",)))
    assert (result.findings, [finding.rule for finding in result.warnings]) == ((), ["self-repetition"])
    assert result.all_findings() == result.warnings


def test_unknown_names_are_refused() -> None:
    """The message lists what there is."""
    with pytest.raises(UsageError, match=r"code, tables, .*changelogs, or none; 'codes' is not one of them"):
        Rules(judge=("codes",))
    with pytest.raises(UsageError, match=r"rules are killed, .*repost, .*; 'reposts' is not one of them"):
        Rules(warn=("reposts",))


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        ("b.md", "<!-- {} -->"),
        ("b.md", "[//]: # ({})"),
        ("b.mdx", "{{/* {} */}}"),
        ("b.rst", ".. {}"),
        ("b.rst", "..\n   {}\n   and more of it"),
        ("b.adoc", "// {}"),
        ("b.adoc", "////\n{}\n////"),
        ("b.njk", "{{# {} #}}"),
        ("b.liquid", "{{% comment %}} {} {{% endcomment %}}"),
        ("b.md", "{{{{/* {} */}}}}"),
        ("b.hbs", "{{{{!-- {} --}}}}"),
        ("b.html", "{{% comment %}}{}{{% endcomment %}}"),
    ],
)
def test_a_comment_of_each_markup_accepts(path: str, comment: str) -> None:
    """The statement stands in the syntax of the markup, once."""
    said = page(paragraph("a"), paragraph("b"), comment.format('dedup: accept from "a.md": we may'))
    result = check(files(document("a.md", text("a", "b")), document(path, said)))
    assert ([one.by for one in result.accepted], result.findings, result.notes) == (["comment"], (), ())


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("b.md", "```\n<!-- {} -->\n```"),
        ("b.rst", "As in::\n\n   .. {}"),
        ("b.adoc", "----\n// {}\n----"),
        ("b.md", "`<!-- {} -->`"),
    ],
)
def test_a_comment_in_code_is_an_example(path: str, shown: str) -> None:
    """It accepts nothing."""
    said = page(paragraph("a"), paragraph("b"), shown.format('dedup: accept from "a.md": we may'))
    assert len(check(files(document("a.md", text("a", "b")), document(path, said))).findings) == 1


def test_findings_of_a_page_name_lines_of_its_file() -> None:
    """Where reading noted the lines, of findings, sources and messages."""
    lines = MarkupFact(PAGE_LINES, "0:12 5:13", 0, 0, 1, "")
    said = text("a", "b")
    (finding,) = check(
        files(document("a.html", said, markup=(lines,)), document("b.html", said, markup=(lines,)))
    ).findings
    source = finding.sources[0]
    assert source.where is not None
    assert (finding.where.lines, finding.where.in_file, source.where.lines) == ((12, 13), True, (12, 13))
    assert (source.passages[0].a.line, source.passages[0].b.line) == (12, 12)
    assert "a.html, line 12:" in finding.message
