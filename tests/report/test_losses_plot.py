"""The picture of what each source and shard lost: a bar for each, as long as its share, and no markup of names."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dedup.report.losses_plot import MOST_BARS, losses_svg

SVG = "{http://www.w3.org/2000/svg}"


def loss(name: str, documents: int, removed: int) -> dict[str, object]:
    """Return what the summary says of one source or shard."""
    return {"name": name, "documents": documents, "removed": removed}


def drawn(
    sources: list[dict[str, object]], shards: list[dict[str, object]], *, annotate: bool = False
) -> tuple[list[str], list[float]]:
    """Return the texts of a picture, and the widths of the bars of what was removed."""
    summary = {"sources": sources, "shards": shards, "of": {"annotate": annotate}}
    picture = ET.fromstring(losses_svg(summary))  # noqa: S314 - our own
    bars = [float(bar.get("width", "")) for bar in picture.iter(f"{SVG}rect") if bar.get("class") == "removed"]
    return [text.text or "" for text in picture.iter(f"{SVG}text")], bars


def test_bars_are_as_long_as_shares() -> None:
    """A quarter of a bar of 360 is 90; what lost nothing has no bar."""
    texts, bars = drawn([loss("a", 4, 1), loss("b", 9, 0)], [loss("s.jsonl", 2, 2)])
    assert bars == [90, 360]
    assert texts == [
        "Share of documents removed, by source",
        "a",
        "25 %: 1 of 4",
        "Share of documents removed, by shard",
        "s.jsonl",
        "100 %: 2 of 2",
    ]


def test_annotated_copies_are_not_called_removed() -> None:
    """Where rows are annotated, nothing is removed."""
    texts, _ = drawn([loss("a", 4, 1)], [], annotate=True)
    assert texts[0] == "Share of documents that are copies, by source"
    assert not any("removed" in text for text in texts)


def test_names_are_text() -> None:
    """Markup and control characters in a name do nothing."""
    texts, _ = drawn([loss('<script>&"\x1b[31m', 1, 1)], [])
    assert texts[1] == '<script>&"\ufffd[31m'


def test_rest_is_counted() -> None:
    """Of many sources the first ones are drawn."""
    texts, bars = drawn([loss(str(at), 2, 1) for at in range(MOST_BARS + 3)], [])
    assert len(bars) == MOST_BARS
    assert "… and 3 more" in texts
    assert texts[-1] == "No shard has documents removed."
