"""The whole report: its order, what is listed once, and what is summed up."""

from __future__ import annotations

import re

import pytest

from dedup import Document, scan
from dedup.report.formats import RenderOptions
from dedup.report.markdown import scan_markdown
from dedup.report.ordering import arranged
from dedup.report.sections.scan import scan_sections
from dedup.report.table import scan_table


def words(name: str, count: int) -> str:
    """Return as many words that nothing else has."""
    return " ".join(f"{name}{number}" for number in range(count))


def sentence(*parts: str) -> str:
    """Return words as a paragraph of one sentence."""
    return f"The {' '.join(parts)}."


STORY = words("story", 120)


def titles(*documents: Document) -> list[str]:
    """Return the titles of the sections of a scan."""
    return [section.title for section in scan_sections(scan(list(documents)), 20)]


def test_copies_come_before_repetitions_where_there_are_several_documents() -> None:
    """A single document has no copies, so that what it repeats comes first."""
    several = titles(Document("a", STORY), Document("b", STORY))
    assert several[:6] == ["dedup", "Copies", "Clusters", "Origins", "Provenance", "Repetitions"]
    assert titles(Document("a", STORY))[:3] == ["dedup", "Repetitions", "Copies"]


def test_identical_documents_are_one_row_with_all_of_them() -> None:
    """Of three equal files the second and the third are listed together with the first."""
    report = scan_markdown(scan([Document(f"{name}.txt", STORY) for name in "abc"]), RenderOptions())
    row = next(line for line in report.splitlines() if line.startswith("| 1 |"))
    assert "a.txt<br>b.txt<br>c.txt" in row
    assert "identical<br>3 documents" in row


@pytest.mark.parametrize("rows", [0, 20])
def test_large_group_is_cut_unless_all_rows_are_wanted(rows: int) -> None:
    """Nine equal files: six are named and three counted, or with --rows 0 all named and nothing said to be left out."""
    report = scan_table(scan([Document(f"{name}.txt", STORY) for name in "abcdefghi"]), RenderOptions(max_rows=rows))
    assert ("and 3 more" in report) == bool(rows)
    assert bool(re.search(r"\d more", report)) == bool(rows)


def test_pair_shows_words_of_its_longest_passage() -> None:
    """The first words that both have, not only their lines."""
    first, second = f"{words('a', 30)} {STORY}", f"{STORY} {words('b', 30)}"
    report = scan_table(scan([Document("a", first), Document("b", second)]), RenderOptions())
    assert "“story0 story1 story2" in report


def test_pulled_quotes_are_counted_and_not_listed() -> None:
    """A sentence that a short paragraph shows once more is no finding; a long paragraph that comes again is one."""
    quote, block = words("quote", 20), sentence(words("block", 90))
    whole = sentence(words("before", 30), quote, words("after", 30))
    text = "\n\n".join([whole, sentence(quote), block, sentence(words("other", 50)), block])
    result = scan([Document("a", text), Document("b", words("b", 50))])
    assert [repetition.verdict for repetition in result.repetitions] == [None, "pulled quote"]
    report = scan_table(result, RenderOptions())
    assert "1 of them is a pulled quote" in report
    assert "block0" in report
    assert "quote0" not in report


def test_far_or_long_repetition_is_no_pulled_quote() -> None:
    """Sixty-one words, or a sentence six paragraphs on, is listed."""
    for size, between in ((61, 0), (20, 5)):
        quote = words("quote", size)
        others = (sentence(words(f"p{number}x", 20)) for number in range(between))
        parts = [sentence(words("before", 80), quote), *others, sentence(quote)]
        (repetition,) = scan([Document("a", "\n\n".join(parts))]).repetitions
        assert repetition.verdict is None


def test_undecided_is_told_once_a_cluster() -> None:
    """Two equal texts without dates or sources: one line, and no entry for each document."""
    report = scan_table(scan([Document("a", STORY), Document("b", STORY)]), RenderOptions())
    assert report.count("which had it first") == 1
    assert "of 2 documents it is undecided who had the text first" in " ".join(report.split())


def test_hidden_findings_are_said_to_be_hidden() -> None:
    """The end of the report says how many findings weigh less than was asked for."""
    result = arranged(scan([Document("a", STORY), Document("b", STORY)]), min_weight=0.9)
    report = " ".join(scan_table(result, RenderOptions()).split())
    assert "2 findings weigh less than was asked for (--min-weight); the lists above leave them out." in report
    assert "2 documents, 1 text," in report
