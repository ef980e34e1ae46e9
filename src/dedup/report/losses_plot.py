"""What each source and each shard lost by a filter, as a picture: bars of the share of documents that went (SVG)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from dedup.report.display_text import clean, shorten_middle
from dedup.report.escaping import inert_xml, xml_text
from dedup.report.number_format import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_BARS = 40
"""Bars of sources, and of shards; the heaviest losses are shown, and the others are counted."""
_WIDTH, _LINE, _BAR = 960, 22, 14
_NAMES, _LONGEST_NAME = 330, 44
"""The pixels that names take at the left, and the columns of the longest of them."""
_BARS = 360
"""The pixels of a bar of 100 %."""
_STYLE = (
    "text{font:13px sans-serif;fill:#222}.heading{font-weight:bold}.name{text-anchor:end}"
    ".all{fill:#e4e4e4}.removed{fill:#b3402a}"
)


def losses_svg(summary: Mapping[str, Any]) -> str:
    """Return the picture of the losses that the summary of a filter (``summary.json``) tells."""
    lines: list[str] = []
    gone = "that are copies" if summary["of"]["annotate"] else "removed"
    for noun in ("source", "shard"):
        lines += _panel(noun, summary[f"{noun}s"], gone, len(lines))
    height = (len(lines) + 1) * _LINE
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *lines,
        "</svg>",
    ]
    return inert_xml("\n".join(parts) + "\n")


def _panel(noun: str, losses: Sequence[Mapping[str, Any]], gone: str, above: int) -> Iterator[str]:
    """Yield the lines of the sources or the shards; `above` lines stand above them. `gone` says what the bars are."""
    lost = [loss for loss in losses if loss["removed"]]
    yield _text(20, above, f"Share of documents {gone}, by {noun}", "heading")
    for place, loss in enumerate(lost[:MOST_BARS], above + 1):
        yield _bar(loss, place)
    rest = len(lost) - MOST_BARS
    if not lost:
        yield _text(20, above + 1, f"No {noun} has documents {gone}.")
    elif rest > 0:
        yield _text(20, above + 1 + MOST_BARS, f"… and {number(rest)} more")
    yield ""


def _bar(loss: Mapping[str, Any], place: int) -> str:
    share = loss["removed"] / loss["documents"]
    top = place * _LINE + (_LINE - _BAR) // 2 + 2
    figures = f"{percent(share)}: {number(loss['removed'])} of {number(loss['documents'])}"
    bars = (
        f'<rect class="{kind}" x="{_NAMES}" y="{top}" width="{width:.1f}" height="{_BAR}"/>'
        for kind, width in (("all", _BARS), ("removed", share * _BARS))
    )
    name = shorten_middle(clean(loss["name"]), _LONGEST_NAME)
    return "".join([_text(_NAMES - 8, place, name, "name"), *bars, _text(_NAMES + _BARS + 10, place, figures)])


def _text(x: int, place: int, words: str, kind: str = "") -> str:
    chosen = f' class="{kind}"' if kind else ""
    return f'<text{chosen} x="{x}" y="{place * _LINE + _LINE - 4}">{escape(xml_text(words))}</text>'
