"""The summary of a filter, as text: counts, what sources and shards lost, and where the account is."""

from __future__ import annotations

from typing import Any

from dedup.report.filter_summary import render_filter_summary
from dedup.report.formats import RenderOptions

LOSS = {"documents": 20, "removed": 3, "words": 900, "removed_words": 120, "share": 0.15}


def summary(**changes: Any) -> dict[str, Any]:
    """Return what ``summary.json`` has of a run on one shard."""
    return {
        "documents": 20,
        "kept": 17,
        "removed": 3,
        "removed_by_relation": {"identical": 2, "near-identical": 0, "contained": 1},
        "removed_words": 120,
        "cuts": 0,
        "all_pairs_verified": True,
        "without_fingerprints": 0,
        "sources": [{"name": "a.jsonl", **LOSS}],
        "shards": [{"name": "a.jsonl", **LOSS}],
        "left_out": {},
        "of": {"annotate": False},
        **changes,
    }


def test_shards_that_are_their_own_sources_are_shown_once() -> None:
    """Two tables with the same rows say nothing that one does not; a named source has a table of its own."""
    lines = render_filter_summary(summary(), "clean/_account", RenderOptions()).splitlines()
    assert lines[0] == "Of 20 documents, 17 are kept, 3 are removed (2 identical, 1 contained)."
    assert [line.split() for line in lines if line.startswith("a.jsonl")] == [["a.jsonl", "20", "3", "15", "%", "120"]]
    assert lines[-1] == "The account is in clean/_account."
    named = render_filter_summary(summary(sources=[{"name": "Daily", **LOSS}]), "clean/_account", RenderOptions())
    assert [line.split()[0] for line in named.splitlines() if line.endswith("120")] == ["Daily", "a.jsonl"]


def test_cuts_hits_and_copies_that_stay_are_told() -> None:
    """What was cut, what test items were found, and that annotations remove nothing."""
    told = render_filter_summary(
        summary(cuts=1, hits={"whole item": 2, "answer only": 1}, short_items=0, of={"annotate": True}),
        "out",
        RenderOptions(),
    )
    assert told.splitlines()[:3] == [
        "Of 20 documents, 17 are kept, 3 are copies (2 identical, 1 contained).",
        "What is kept has 1 cut; 120 words went in all.",
        "3 hits of test items (2 whole item, 1 answer only).",
    ]
    assert "words in them" in told
    assert "removed" not in told
    nothing = render_filter_summary(summary(hits={}, short_items=2, compared_with=9), "out", RenderOptions())
    assert nothing.splitlines()[1:3] == [
        "No hits of test items.",
        "Not looked for: 2 of 9 test items, with fewer words than --min-run.",
    ]


def test_shards_that_were_left_out_are_listed_within_the_width() -> None:
    """Some at a time, each in lines of the width; a name is not broken."""
    reason = "truncated gzip stream: it breaks off before its end"
    left_out = {f"crawl/{number}/part.jsonl.gz": reason for number in range(5)}
    told = render_filter_summary(summary(left_out=left_out), "out", RenderOptions(width=60, max_rows=2))
    assert told.split("\n\n")[-2].splitlines() == [
        "crawl/0/part.jsonl.gz was left out: truncated gzip stream:",
        "  it breaks off before its end",
        "crawl/1/part.jsonl.gz was left out: truncated gzip stream:",
        "  it breaks off before its end",
        "… and 3 more",
    ]
