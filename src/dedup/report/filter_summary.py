"""What a filter did, for people: counts, and what each source and shard lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from dedup.report.display_text import clean, shorten_middle
from dedup.report.number_format import counted, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dedup.report.formats import RenderOptions

_FIGURES_WIDTH = 46
"""What the columns beside the names take of a line."""


def render_filter_summary(summary: Mapping[str, Any], options: RenderOptions) -> str:
    """Return the summary of a filter (``summary.json``) as text."""
    parts = [_counts(summary)]
    for name, noun in (("sources", "source"), ("shards", "shard")):
        parts += _losses(noun, summary[name], options)
    parts += [f"{clean(name)} was left out: {clean(reason)}" for name, reason in summary["left_out"].items()]
    if not summary["all_pairs_verified"]:
        parts.append("Some signatures stand in too many texts for all pairs of them to be verified.")
    return "\n\n".join(parts) + "\n"


def _counts(summary: Mapping[str, Any]) -> str:
    relations = summary["removed_by_relation"].items()
    kinds = ", ".join(f"{number(count)} {relation}" for relation, count in relations if count)
    removed = f"{number(summary['removed'])} are copies" + (f" ({kinds})" if kinds else "")
    return f"Of {counted(summary['documents'], 'document')}, {number(summary['kept'])} are kept, {removed}."


def _losses(noun: str, losses: Sequence[Mapping[str, Any]], options: RenderOptions) -> list[str]:
    lost = [loss for loss in losses if loss["removed"]]
    shown = lost[: options.max_rows] if options.max_rows else lost
    if not shown:
        return []
    room = max(options.line_width - _FIGURES_WIDTH, 12)
    rows = [
        (
            shorten_middle(clean(loss["name"]), room),
            number(loss["documents"]),
            number(loss["removed"]),
            percent(loss["removed"] / loss["documents"]),
            number(loss["removed_words"]),
        )
        for loss in shown
    ]
    headings = (noun, "documents", "removed", "share", "words removed")
    table = tabulate(rows, headings, disable_numparse=True, colalign=("left", *["right"] * 4))
    more = f"\n… and {number(len(lost) - len(shown))} more" if len(lost) > len(shown) else ""
    return [table + more]
