"""Results made by hand, for tests of the views: what the seed says, and what many documents would give."""

from __future__ import annotations

from pathlib import Path

from dedup.counts import Counts
from dedup.documents import Note, Unreadable
from dedup.matches import (
    Blank,
    Boilerplate,
    Bridge,
    Cluster,
    Mark,
    MarkedWords,
    Match,
    Passage,
    Place,
    RepeatedPlace,
    Repetition,
    SourcePart,
    Sources,
    SummedUp,
    TemplateGroup,
)
from dedup.origin.claims import Claim
from dedup.origin.provenance import Conflict, Edge, Provenance
from dedup.results import DocumentRow, Recall, ScanResult
from dedup.settings import Settings

SEED_PATH = Path(__file__).parents[2] / "seeds" / "000_35971b594a17ab1f.txt"
SEED = "seeds/000_35971b594a17ab1f.txt"
TEXT = SEED_PATH.read_text(encoding="utf-8")
_LINES = TEXT.split("\n")

RECALL = Recall(threshold=0.5, expected=0.9929, bands=42, rows=3, guarantee=12)


def _start(line: int) -> int:
    return sum(len(text) + 1 for text in _LINES[: line - 1])


def _place(line: int, words: str, paragraph: int) -> RepeatedPlace:
    start = TEXT.index(words, _start(line))
    return RepeatedPlace(start, start + len(words), line, paragraph)


def _claim(kind: str, value: str, line: int, words: str) -> Claim:
    start = TEXT.index(words, _start(line))
    return Claim(kind, value, start, start + len(words), line, words)


def seed_result() -> ScanResult:
    """Return what a scan of the seed has to find, written out by hand."""
    attribution = _claim("attribution", "Daily Times", 51, "The original source of this article is [Daily Times](#)")
    holders = _claim("copyright", "Stop NATO", 52, "Copyright © [Stop NATO](#), [Daily Times](#), 2012")
    byline = _claim("byline", "Stop NATO", 5, "By [Stop NATO](#)")
    publisher = _claim("publisher", "Global Research", 7, "Global Research, October 22, 2012")
    return ScanResult(
        version="0.1.0",
        settings=Settings(),
        counts=Counts(documents=1, paragraphs=27, words=1342, bytes=SEED_PATH.stat().st_size),
        recall=RECALL,
        documents=(
            DocumentRow(
                id=SEED,
                path=SEED,
                title="The Pakistan-Russia Relationship: Geopolitical Shift in South and Central Asia?",
                publisher="Global Research",
                author="Dr Rashid Ahmad Khan",
                published="2012-10-22",
                language=None,
                words=1342,
                repeated_words=165,
                reused_words=0,
            ),
        ),
        repetitions=(
            Repetition(
                SEED,
                "identical",
                1.0,
                1.0,
                54,
                _place(15, _LINES[14], 6),
                _place(33, _LINES[14], 14),
                _LINES[14],
            ),
            Repetition(
                SEED,
                "contained",
                0.431373,
                1.0,
                49,
                _place(17, _LINES[16], 7),
                _place(35, _LINES[16], 15),
                _LINES[16],
            ),
            Repetition(
                SEED,
                "identical",
                1.0,
                1.0,
                62,
                _place(19, _LINES[18], 8),
                _place(47, _LINES[46], 20),
                _LINES[18],
                second_text=_LINES[46],
            ),
        ),
        provenance=(
            Provenance(
                SEED,
                ("Daily Times", "Stop NATO", "Global Research"),
                (
                    Edge("Daily Times", "Stop NATO", "declared", 0.9, (attribution, holders)),
                    Edge("Stop NATO", "Global Research", "declared", 0.95, (byline, holders, publisher)),
                ),
                (),
                (byline, publisher, attribution, holders),
            ),
        ),
    )


def crowd_result(pairs: int = 30) -> ScanResult:
    """Return a result with something in every section, with names and texts that are hard to show."""
    wide = "新闻/二〇一二年十月/巴基斯坦与俄罗斯关系/" + "很长的文件名" * 6 + ".txt"
    address = "https://www.example.org/2012/10/22/the-pakistan-russia-relationship-geopolitical-shift/?page=2&print=1"
    odd = "notes|with [brackets] <b>and</b> *stars*\x1b[31m.md"
    names = (wide, address, odd, *(f"corpus/part-{number:05}.jsonl.gz#{number}" for number in range(pairs)))
    passages = tuple(
        Passage(Place(100 * k, 100 * k + 90, 3 + k), Place(200 * k, 200 * k + 95, 9 + k), 15 + k, 14 + k, marked)
        for k, marked in enumerate((None, None, "boilerplate", "attribution"))
    )
    marked = MarkedWords(20, boilerplate=11)
    copies = tuple(
        Match(
            names[k],
            names[k + 1],
            "near-identical",
            0.99951,
            0.999,
            1.0,
            1_234_567 + k,
            200,
            passages,
            marked,
            0.5,
        )
        for k in range(pairs)
    )
    claim = Claim(
        "canonical", "https://elsewhere.example/a", 10, 40, 7, '<link rel="canonical" href="…">', in_markup=True
    )
    edges = (
        Edge("Elsewhere", address, "observed", 0.805, (claim,), source_document=odd),
        Edge(wide, odd, "inferred", 0.4, (), "its date is 3 days later, and its words stand in the other"),
    )
    return ScanResult(
        version="0.1.0",
        settings=Settings(threshold=0.3, min_run=12, all_pairs=True),
        counts=Counts(
            documents=len(names),
            empty=2,
            identical=5,
            paragraphs=500,
            words=12_345_678,
            bytes=98_765_432,
            unreadable=2,
            fingerprints=3_000_000,
            candidates=900,
            verified=pairs,
            listed=pairs,
            linked=3,
            summed_up=4,
            below_minimum=44,
            frequent_keys=7,
        ),
        recall=RECALL,
        unreadable=(
            Unreadable(odd, "it is not UTF-8"),
            Unreadable(address + "#12", "the line is not JSON: " + "x" * 200),
        ),
        notes=(Note(wide, "read as GB18030, which was guessed"),),
        documents=tuple(
            DocumentRow(name, name, None, "Elsewhere", None, "2012-10-22", "zh", 400, 12, 30) for name in names
        ),
        repetitions=(
            Repetition(
                wide,
                "contained",
                0.2,
                0.999,
                15,
                RepeatedPlace(0, 40, 1, 1),
                RepeatedPlace(90, 131, 12, 4),
                "巴基斯坦与俄罗斯" * 8,
                5,
                "second",
                "巴基斯坦和俄罗斯" * 8,
                "extraction artefact?",
            ),
        ),
        copies=copies,
        templates=(
            TemplateGroup(
                names, 3, 120, odd * 4, (Blank(wide, (odd, "", address), 9), *(Blank("x", ("y", "z"), 2),) * 8)
            ),
        ),
        summed_up=(SummedUp("author-note", names, 4, 31, odd * 3),),
        marks=(Mark(wide, "licence", 4, 90, 3, 15),),
        boilerplate=(Boilerplate("All rights reserved | <script>alert(1)</script> " * 5, 35, 31, None, names),),
        clusters=(
            Cluster("c1", names, wide, 0.81, (Bridge(odd, address, 0.88),)),
            Cluster("c2", names[:2], None, 0.9, (), 0.25),
        ),
        sources=(Sources(address, 400, (SourcePart(odd, 240, 0.6), SourcePart(wide, 60, 0.15)), 20, 80),),
        provenance=(
            Provenance(address, ("Elsewhere", address), edges, (Conflict("publisher", (claim, claim)),), (claim,)),
            Provenance(odd, (), (), (), (), "two documents have the same date"),
        ),
    )


def empty_result() -> ScanResult:
    """Return the result of a scan that found nothing."""
    return ScanResult(
        version="0.1.0",
        settings=Settings(),
        counts=Counts(documents=1, paragraphs=1, words=5, bytes=30),
        recall=RECALL,
        documents=(DocumentRow("a.txt", "a.txt", None, None, None, None, None, 5, 0, 0),),
    )
