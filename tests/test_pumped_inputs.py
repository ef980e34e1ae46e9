"""One string that stands thousands of times: each pattern here took the square of it, minutes for these inputs.

No test asserts seconds: it ends, with the right result. `benchmarks/fuzz.py --only pumps` looks for further ones.
"""

from __future__ import annotations

import pytest

from dedup.documents import Document, MarkupFact, collection_of
from dedup.gate.acceptance import statements_of
from dedup.gate.prose import not_prose
from dedup.gate.rules import Rules
from dedup.origin.columns import column_credits
from dedup.origin.datelines import opening_credit
from dedup.origin.extraction import read_claims
from dedup.origin.language import languages
from dedup.origin.lines import Line, joined_lines
from dedup.origin.names import DistinctPublishers, identity
from dedup.origin.page_authors import page_authors
from dedup.reading.html_tags import plain_text
from dedup.reading.mdx_modules import without_modules
from dedup.walks.check import check

BODY = "The council met on Tuesday to decide about the bridge, and it was not the first time that it had to do so."
MANY = 200_000


def line(raw: str) -> Line:
    return Line(1, 0, 0, raw)


@pytest.mark.parametrize(
    "raw",
    [f"{'#' * MANY}x", f"<a href={'=' * MANY}", f"<a {'href=x ' * (MANY // 7)}"],
)
def test_marks_that_mark_nothing_are_shown(raw: str) -> None:
    """Signs of a heading that do not end the line, and links without an end."""
    assert line(raw).shown == raw
    assert line(raw).links == ()


def test_links_that_never_end_are_no_links() -> None:
    """Each of them looked for its end in the rest of the line; the tags are not shown."""
    assert line("<a href=x>" * (MANY // 10)).links == ()
    assert line("<a href=x>one</a> <a href=y>two</a>").links[1].target == "y"
    assert line("<a href=x>an <abbr>EU</abbr> law</a>").links[0].words == "an       EU        law"


def test_a_line_goes_on_behind_a_bar_and_blanks() -> None:
    """A bar ends a line only if nothing stands behind it."""
    assert joined_lines(f"a |{' ' * 300}b\nc", 0) == f"a |{' ' * 300}b c"
    assert joined_lines(f"a |{' ' * MANY}b\nc", 0) is None  # a line of that length goes on in none


@pytest.mark.parametrize("name", [f"a{', ' * MANY}", "." * MANY, f"{'(' * MANY}a", "A'" * MANY])
def test_what_is_too_long_for_a_name_has_one_spelling(name: str) -> None:
    """Nobody else is called so."""
    publishers = DistinctPublishers()
    assert [publishers.place(each) for each in (name, name, "Daily Times")] == [0, 0, 1]
    assert identity(name) == name.casefold()


def test_blanks_behind_an_agency_open_no_text() -> None:
    """Neither a dash nor a capital follows."""
    assert opening_credit(line(f"BERLIN (dpa){' ' * MANY}x"), languages()) == []
    assert opening_credit(line("BERLIN (dpa)     - It rained."), languages())[0].value == "dpa"


def test_brackets_and_blanks_in_a_text_set_in_columns() -> None:
    """The agency between them is found."""
    text = f"Rome, 3 mai.\n({' ' * 90_000}Havas\nParis. (Havas.) -\n1{chr(10) * 50_000}Rome"
    assert [claim.value for claim in column_credits(text, languages())] == ["Havas"]


def test_the_address_of_a_link_that_is_another_one_without_a_host() -> None:
    """The credit has the host of the whole address; an empty name ended the scan."""
    text = f"{BODY}\n\nThis article first appeared in [,](http://example.com/http://).\n"
    assert [claim.value for claim in read_claims(Document("a", text)) if claim.kind == "attribution"] == ["example.com"]


def test_a_writer_who_is_named_thousands_of_times() -> None:
    """Each name is looked at once."""
    value = "Jane Roe, " * (MANY // 10)
    (writer,) = page_authors([MarkupFact("author", value, 0, len(value), 1, "")], [], [])
    assert writer.name == "Jane Roe"


@pytest.mark.parametrize("text", [f"import{' ' * MANY}\n", f"import {'a' * MANY}\n", f"import {'{' * MANY}"])
def test_an_import_that_never_ends_is_text(text: str) -> None:
    """Nothing of it becomes spaces."""
    assert without_modules(text) == text


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("a.md", "<!-- dedup: "),
        ("a.mdx", "{/* dedup: "),
        ("a.md", "{# dedup: "),
        ("a.md", "{{/* dedup: "),
        ("a.njk", "<%# dedup: "),
        ("a.adoc", "// dedup:\n"),
        ("a.md", "<!-- dedup:" + " " * 200),
    ],
)
def test_comments_that_never_end_accept_nothing(path: str, unit: str) -> None:
    """Each was searched to the end of the text."""
    document = Document("a", unit * (MANY // len(unit)), path=path)
    assert statements_of(document)[0] == []


def test_a_statement_may_have_blanks_before_its_end() -> None:
    """They are no part of the reason."""
    document = Document("a", f"<!-- dedup: accept: we may{' ' * 300}-->\n{BODY}", path="a.md")
    assert [each.reason for each in statements_of(document)[0]] == ["we may"]


def test_the_address_of_a_link_that_is_only_blanks() -> None:
    """It never ends, so it is no link."""
    assert not_prose(Document("a", f"{BODY}\n[a]({' ' * MANY}", path="a.md")) == []


@pytest.mark.parametrize(
    ("name", "unit", "kinds"),
    [("a.adoc", "xref::", set()), ("a.md", "a.", set()), ("a.rst", "a\n\n:a: b\n\n", {"front-matter"})],
)
def test_what_looks_like_an_address_or_a_field_in_each_place(name: str, unit: str, kinds: set[str]) -> None:
    """No address ends; fields describe the document only at its beginning."""
    found = not_prose(Document("a", f"Title\n=====\n\n:a: b\n\n{unit * (MANY // len(unit))}", path=name))
    assert {part.kind for part in found} - {"tags"} == kinds


def test_tags_that_never_end_are_text() -> None:
    """Each was searched for its end in the rest of a title."""
    assert plain_text(f"<b>A &amp; B</b>{'<' * MANY}") == f"A & B {'<' * MANY}"
    assert plain_text("<ruby>漢<rt>かん</rt></ruby>字 < 5") == "漢字 < 5"


def test_a_credit_among_thousands_of_equal_lines() -> None:
    """Lines that name no source are read once; the credit is found each time, at its line, and so is a dateline."""
    credit = "This article was originally published by The Harbour Review."
    lines = [
        BODY,
        *["a b c d e"] * 1000,
        credit,
        *["a b c d e"] * 1000,
        "KABUL (AP) - It rained.",
        *["a b"] * 5000,
        credit,
    ]
    claims = read_claims(Document("a", "\n".join([*lines, *["a b"] * 5000, BODY])))
    assert dict.fromkeys((claim.kind, claim.value, claim.line) for claim in claims) == dict.fromkeys(
        [
            ("attribution", "The Harbour Review", 1002),
            ("wire", "Associated Press", 2003),
            ("attribution", "The Harbour Review", 7004),
        ]
    )


def test_a_dateline_among_thousands_of_equal_lines_with_brackets() -> None:
    """Each of 160,000 links took as long as the first; a dateline that stands twice is found twice."""
    lines = [BODY, *["[a](http://a.example/b)"] * 1000, "KABUL (AP) - It rained.", *["[a](http://a.example/b)"] * 1000]
    claims = read_claims(Document("a", "\n".join([*lines, "KABUL (AP) - It rained.", BODY])))
    found = dict.fromkeys((claim.value, claim.line) for claim in claims if claim.kind == "wire")
    assert list(found) == [("Associated Press", 1002), ("Associated Press", 2003)]


def test_each_of_many_repetitions_in_one_document_is_named_by_its_paragraphs() -> None:
    """Every finding looked at every paragraph, one by one."""
    paragraphs = [" ".join(f"w{number}x{word}" for word in range(12)) + "." for number in range(3_000)]
    text = "\n\n".join(paragraphs + paragraphs[::-1])
    findings = check(collection_of([Document("a.md", text)]), rules=Rules(self_repetition=True)).findings
    assert len({finding.imprint.paragraphs for finding in findings}) == len(findings) == len(paragraphs)
    assert all(finding.imprint.paragraphs == finding.imprint.shared for finding in findings)
