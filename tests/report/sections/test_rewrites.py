"""What reports say of possible rewrites: what each rests on, and that there are none where some were looked for."""

from __future__ import annotations

import pytest

from dedup.documents import Document, collection_of
from dedup.matches import Place, Rewrite
from dedup.report.blocks import Sentence
from dedup.report.comparison import Comparison, rewrite_sentence
from dedup.report.sections.rewrites import rests_on
from dedup.report.sections.scan import scan_sections
from dedup.report.summary import summarize
from dedup.settings import Settings
from dedup.walks.compare import compare
from dedup.walks.scan import scan
from tests.reuse.test_rewrites import ANOTHER_REPORT, ASKED, ORIGINAL, REWRITE, partly_reworded

PLACE = Place(0, 10, 1)


def titles(settings: Settings, *texts: str) -> dict[str, str]:
    """Return the titles and summaries of the sections on texts."""
    result = scan(collection_of([Document(f"d{number}", text) for number, text in enumerate(texts)]), settings)
    return {section.title: section.summary for section in scan_sections(result, 10)}


@pytest.mark.parametrize(
    ("counts", "aligned", "words"),
    [
        ((1, 9, 2, 0), 0, "1 number, 9 names and 2 quotations (50 % of the smaller text's)"),
        ((0, 8, 0, 0), 0, "8 names (50 % of the smaller text's)"),
        (
            (3, 6, 0, 0),
            0.7,
            "70 % of the words of the smaller text, reworded; 3 numbers and 6 names (50 % of the smaller text's)",
        ),
        ((0, 0, 0, 0), 0.7, "70 % of the words of the smaller text, reworded"),
    ],
)
def test_what_a_finding_rests_on_is_said_in_words(
    counts: tuple[int, int, int, int], aligned: float, words: str
) -> None:
    """Kinds of which there is none are left out."""
    assert rests_on(Rewrite("a", "b", *counts, 0.5, PLACE, PLACE, "x", aligned)) == words


def test_the_section_tells_pairs() -> None:
    """A text and its rewrite are one pair; the summary at the top counts it."""
    told = titles(ASKED, ORIGINAL, REWRITE)["Possible rewrites"]
    assert told.startswith("1 pair of documents has much in the same order")
    result = scan(collection_of([Document("a", ORIGINAL), Document("b", REWRITE)]), ASKED)
    assert any(line.text.endswith("1 possible rewrite.") for line in summarize(result).of_kind("found"))


def test_the_section_says_that_there_are_none() -> None:
    """Nothing is told in silence, but where nobody asked there is no section."""
    assert titles(ASKED, ORIGINAL, ANOTHER_REPORT)["Possible rewrites"].startswith("no two documents")
    assert "Possible rewrites" not in titles(Settings(), ORIGINAL, REWRITE)


def test_a_comparison_says_so() -> None:
    """The sentence names what stands in both texts in the same order; there is none unless asked for."""
    a, b = Document("a", ORIGINAL), Document("b", REWRITE)
    said = rewrite_sentence(Comparison(a, b, compare(a, b, ASKED)))
    assert said.startswith(
        "They may be one text in other words. In the same order are 4 numbers, 6 names and 1 quotation"
    )
    assert "(85 % of the smaller text's): Linden Street; 4,200; Torvik Partners; 37;" in said
    assert rewrite_sentence(Comparison(a, b, compare(a, b))) == ""


def test_what_is_not_told_is_counted() -> None:
    """One pair of tables, and one of texts of which a part is reworded: both are named below the findings."""
    tables = ("; ".join(f"{place}71 {place}92 {says}" for place in range(12, 24)) for says in ("up", "down"))
    texts = [Document(f"d{number}", text) for number, text in enumerate((*partly_reworded(), *tables))]
    sections = scan_sections(scan(collection_of(texts), ASKED), 10)
    sentences = [block.text for block in sections[-1].blocks if isinstance(block, Sentence)]
    assert "1 pair of documents was not told as rewrites, because one of the two is a table." in sentences
    assert any(text.startswith("1 pair of documents was not told as rewrites: what is in") for text in sentences)
