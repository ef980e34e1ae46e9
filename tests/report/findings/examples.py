"""Results of checks that the views are shown: one of every kind of thing that there is to show."""

from __future__ import annotations

from dedup.documents import Note, Unreadable
from dedup.gate.findings import Accepted, CheckCounts, CheckResult, Finding, Imprint, Source, Stale, Where
from dedup.gate.rules import RULES, AllowedSource, Rules
from dedup.matches import Passage, Place
from dedup.settings import Settings


def where(document: str, lines: tuple[int, int] = (3, 5), *, path: str | None = None, in_file: bool = True) -> Where:
    """Return a place in a document, which is a file of its name if no other is given."""
    return Where(document, path or document, 10, 90, lines, in_file)


def finding(document: str = "content/new.md", *, place: Where | None = None, source: str = "old/a b.md") -> Finding:
    """Return a repost of one source."""
    passage = Passage(Place(10, 90, 3), Place(0, 80, 1), 20, 19)
    origin = Source(source, "Daily Times", where(source, (1, 1)), "main", "contained", 19, 12, (passage,))
    return Finding(
        rule="repost",
        document=document,
        source=source,
        where=place or where(document),
        words=19,
        share=0.475,
        sources=(origin,),
        excerpt="How the words begin | <b>bold</b>",
        message=f"This text is taken from {source}, line 1 (Daily Times, as of main): 19 of its 40 words (47 %).",
        what_to_do=RULES["repost"].what_to_do,
        imprint=Imprint(("w1", "w2"), ("w1", "w3"), ("p1", "p2"), ("p1", "p3")),
    )


NAMED = Finding(
    rule="source-not-allowed",
    document="content/page.html",
    source="Stop NATO",
    where=where("content/page.html", (2, 2), in_file=False),
    words=0,
    share=0.0,
    sources=(Source("Stop NATO", "Stop NATO"),),
    excerpt="By Stop NATO",
    message="This text says that it comes from Stop NATO, which is not among the allowed sources.",
    what_to_do=RULES["source-not-allowed"].what_to_do,
)
ROW = finding("story-7", place=where("story-7", (1, 1), path="content/rows.jsonl", in_file=False))

RESULT = CheckResult(
    version="0.1.0",
    settings=Settings(),
    rules=Rules(max_reuse=0.5, allow_source=(AllowedSource("Daily Times", "CC BY"),)),
    counts=CheckCounts(documents=6, unchanged=1, against=4, words=400, pairs=3, outgoing=1, unreadable=1),
    revision="main",
    baseline=".dedup-baseline",
    checked=("content/new.md", "content/page.html", "story-7", "content/known.md", "content/fine.md"),
    unreadable=(Unreadable("content/broken.md", "not text: it holds NUL bytes"),),
    notes=(Note("content/known.md", "line 9: what it accepts is not found (any more)"),),
    findings=(finding(), NAMED, ROW),
    accepted=(
        Accepted(finding("content/known.md"), "comment", "with their permission", 7),
        Accepted(finding("content/known.md", source="old/c.md"), "baseline", "it stands in .dedup-baseline"),
    ),
    stale=(Stale("content/fine.md", "repost", "old/gone.md"),),
)
CLEAN = CheckResult(
    version="0.1.0",
    settings=Settings(),
    rules=Rules(),
    counts=CheckCounts(documents=1, against=4, words=40),
    checked=("content/fine.md",),
)
