"""The whole walk on the seed, and on copies made of it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

import dedup
from dedup import Document
from dedup.spans import Lines
from dedup.words.paragraphs import split_paragraphs

SEEDS = Path(__file__).parents[2] / "seeds"
SEED = SEEDS / "000_35971b594a17ab1f.txt"
TEXT = SEED.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
BODY = [line for line in LINES[22:47] if line]  # lines 23 to 47: the article without header, lead and footer


@pytest.fixture(scope="module")
def seed() -> dedup.ScanResult:
    return dedup.scan(SEEDS)


def original() -> Document:
    text = "\n\n".join(["Pakistan, Russia and the region", "By Dr Rashid Ahmad Khan", *BODY])
    return Document("original", text, publisher="Daily Times", published="2012-10-21")


def second_repost() -> Document:
    """The body wrapped at sixty characters, three words edited, the fifth paragraph dropped."""
    body = [*BODY[:4], *BODY[5:]]
    body[2] = body[2].replace("categorically", "clearly").replace("historic", "new")
    body[0] = body[0].replace("geographically", "physically")
    wrapped = [textwrap.fill(paragraph, 60) for paragraph in body]
    lines = ["A new threshold", "Originally published in the Daily Times", *wrapped]
    return Document("second", "\n\n".join(lines), publisher="Peace Blog")


def unrelated() -> Document:
    text = "Farmers in the valley had planted late and were waiting for rain. It came in the third week of the month."
    return Document("unrelated", text, publisher="Weather Weekly")


@pytest.fixture(scope="module")
def family() -> dedup.ScanResult:
    return dedup.scan([Document("seed", TEXT), original(), second_repost(), unrelated()])


def test_the_seed_repeats_three_paragraphs_and_nothing_else(seed: dedup.ScanResult) -> None:
    """Line 15 stands again in 33, 17 inside 35, 19 in 47 but for an apostrophe."""
    found = [(r.first.line, r.second.line, r.relation, r.shared_words) for r in seed.repetitions]
    assert found == [(19, 47, "identical", 62), (15, 33, "identical", 54), (17, 35, "contained", 48)]


def test_the_contained_paragraph_has_its_span_inside_the_longer_one(seed: dedup.ScanResult) -> None:
    """All of line 17 is in line 35, from "In June 2009" up to "investment and energy"."""
    (contained,) = (repetition for repetition in seed.repetitions if repetition.relation == "contained")
    inside = TEXT[contained.second.start : contained.second.end]
    assert contained.containment == 1.0
    assert inside == LINES[16].rstrip(".")
    assert contained.second.start > TEXT.index(LINES[34])


def test_the_apostrophe_is_the_only_difference_of_the_third(seed: dedup.ScanResult) -> None:
    """The two texts are told apart: "the two sides readiness" and "the two sides' readiness"."""
    (third,) = (repetition for repetition in seed.repetitions if repetition.first.line == 19)
    assert third.second_text is not None
    assert third.text.replace("two sides readiness", "two sides' readiness") == third.second_text


def test_two_paragraphs_of_the_seed_have_a_seam() -> None:
    """A page break went through lines 29 and 31, and through 43 and 45; nothing else is put together."""
    lines = Lines(TEXT)
    seams = [
        (lines.line(paragraph.start), lines.line(seam.end))
        for paragraph in split_paragraphs(TEXT)
        for seam in paragraph.seams
    ]
    assert seams == [(29, 31), (43, 45)]


def test_the_seed_came_from_the_daily_times_by_way_of_stop_nato(seed: dedup.ScanResult) -> None:
    """The chain has three names, and both steps are declared, with the line and the words of every claim."""
    (provenance,) = seed.provenance
    assert provenance.chain == ("Daily Times", "Stop NATO", "Global Research")
    assert [edge.status for edge in provenance.edges] == ["declared", "declared"]
    for edge in provenance.edges:
        assert edge.evidence
        for claim in edge.evidence:
            assert TEXT[claim.start : claim.end] == claim.text
            assert Lines(TEXT).line(claim.start) == claim.line
    kinds = {(claim.kind, claim.line) for claim in provenance.edges[0].evidence}
    assert {("attribution", 51), ("copyright", 52)} <= kinds


def test_the_seed_is_described_by_what_it_says(seed: dedup.ScanResult) -> None:
    """Title, publisher, writer and date stand in its head; the writer is not the outlet of the first byline."""
    (row,) = seed.documents
    assert row.title == LINES[2]
    assert (row.publisher, row.author, row.published) == ("Global Research", "Dr Rashid Ahmad Khan", "2012-10-22")
    assert (row.words, row.reused_words) == (1400, 0)
    assert (seed.copies, seed.clusters) == ((), ())


def test_the_original_and_its_reposts_are_copies_and_one_cluster(family: dedup.ScanResult) -> None:
    """Each two of the three are listed; the unrelated text is joined to nothing."""
    assert {(m.a, m.b) for m in family.copies} == {("seed", "original"), ("seed", "second"), ("original", "second")}
    assert [cluster.members for cluster in family.clusters] == [("seed", "original", "second")]
    assert family.clusters[0].origin == "original"


def test_the_whole_body_is_one_aligned_passage(family: dedup.ScanResult) -> None:
    """Neither seams nor paragraph marks cut it: from line 23 to line 47 of the seed, every word the same."""
    match = next(m for m in family.copies if (m.a, m.b) == ("seed", "original"))
    (passage,) = (passage for passage in match.passages if passage.marked is None)
    assert (passage.a.line, Lines(TEXT).line(passage.a.end)) == (23, 47)
    assert passage.same_words == passage.words == match.shared_words
    words = sum(len(dedup.scan([Document("line", line)]).documents) and _words(line) for line in BODY)
    assert match.shared_words == words


def _words(text: str) -> int:
    return dedup.scan([Document("x", text)]).counts.words


def test_a_dropped_paragraph_separates_two_passages_and_edits_do_not(family: dedup.ScanResult) -> None:
    """The second repost lost one paragraph; its three edited words lie inside the passages."""
    match = next(m for m in family.copies if (m.a, m.b) == ("original", "second"))
    assert len(match.passages) == 2
    assert sum(passage.words - passage.same_words for passage in match.passages) == 3


def test_a_source_in_the_collection_turns_declared_into_observed(family: dedup.ScanResult) -> None:
    """The Daily Times text is there now, so the first step is seen, the second still only said."""
    by_document = {provenance.document: provenance for provenance in family.provenance}
    seed = by_document["seed"]
    assert seed.chain == ("Daily Times", "Stop NATO", "Global Research")
    assert [(edge.source, edge.status) for edge in seed.edges] == [
        ("Daily Times", "observed"),
        ("Stop NATO", "declared"),
    ]
    assert by_document["second"].chain == ("Daily Times", "Peace Blog")


def test_pages_that_share_header_and_footer_only_are_summed_up() -> None:
    """Two pages of one site with different articles and the same header, attribution and footer are in one group."""
    footer = LINES[50:]
    articles = [" ".join(f"{name}{n}" for n in range(400)) for name in ("river", "mountain")]
    first, second = ("\n".join([*LINES[2:14], article, *footer]) for article in articles)
    result = dedup.scan([Document("first", first), Document("second", second)])
    assert result.copies == ()
    (group,) = result.summed_up
    assert (group.members, group.pairs) == (("first", "second"), 1)
    (match,) = dedup.scan([Document("first", first), Document("second", second)], list_all=True).copies
    assert match.relation == "partial"
    assert (
        match.unmarked_share < 0.05
    )  # line 7, the name of the site and a date beside it, is one of the few that are not
