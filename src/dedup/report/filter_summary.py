"""What a filter did, for people: counts, and what each source and shard lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from dedup.report.display_text import clean, shorten_middle, wrap
from dedup.report.number_format import counted, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dedup.report.formats import RenderOptions

_FIGURES_WIDTH = 46
"""What the columns beside the names take of a line."""


def render_filter_summary(summary: Mapping[str, Any], account: str, options: RenderOptions) -> str:
    """Return the summary of a filter (``summary.json``) as text; `account` is the folder of the account."""
    parts = ["\n".join(_counts(summary))]
    names = [{loss["name"] for loss in summary[kind]} for kind in ("sources", "shards")]
    if names[0] != names[1]:  # where documents name no source, their shards are their sources
        parts += _losses("source", summary, options)
    parts += _losses("shard", summary, options)
    parts += _left_out(summary["left_out"], options)
    if not summary["all_pairs_verified"]:
        parts.append("Some keys stand in too many texts for all pairs of them to be verified.")
    if summary["without_fingerprints"]:
        have = counted(summary["without_fingerprints"], "document has", "documents have")
        parts.append(f"{have} fewer words than --min-run, and no larger one was searched for them.")
    return "\n\n".join([*parts, f"The account is in {clean(account)}."]) + "\n"


def _counts(summary: Mapping[str, Any]) -> list[str]:
    gone = "copies" if summary["of"]["annotate"] else "removed"
    kept, lost = (f"{number(summary[name])} {'is' if summary[name] == 1 else 'are'}" for name in ("kept", "removed"))
    kinds = _kinds(summary["removed_by_relation"])
    lines = [f"Of {counted(summary['documents'], 'document')}, {kept} kept, {lost} {gone}{kinds}."]
    if summary["cuts"]:
        words = counted(summary["removed_words"], "word")
        lines.append(f"What is kept has {counted(summary['cuts'], 'cut')}; {words} went in all.")
    if "hits" in summary:
        hits = summary["hits"]
        total = sum(hits.values())
        lines.append(f"{counted(total, 'hit') if total else 'No hits'} of test items{_kinds(hits)}.")
        if summary["short_items"]:
            items = f"{number(summary['short_items'])} of {counted(summary['compared_with'], 'test item')}"
            lines.append(f"Not looked for: {items}, with fewer words than --min-run.")
    return lines


def _kinds(counts: Mapping[str, int]) -> str:
    kinds = ", ".join(f"{number(count)} {kind}" for kind, count in counts.items() if count)
    return f" ({kinds})" if kinds else ""


def _left_out(reasons: Mapping[str, str], options: RenderOptions) -> list[str]:
    sentences = [f"{clean(name)} was left out: {clean(reason)}" for name, reason in reasons.items()]
    shown = sentences[: options.max_rows] if options.max_rows else sentences
    if not shown:
        return []
    lines = [line for sentence in shown for line in wrap(sentence, options.line_width, indent=2, split=False)]
    more = [f"… and {number(len(sentences) - len(shown))} more"] if len(sentences) > len(shown) else []
    return ["\n".join([*lines, *more])]


def _losses(noun: str, summary: Mapping[str, Any], options: RenderOptions) -> list[str]:
    lost = [loss for loss in summary[f"{noun}s"] if loss["removed"]]
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
    gone = ("copies", "share", "words in them") if summary["of"]["annotate"] else ("removed", "share", "words removed")
    headings = (noun, "documents", *gone)
    table = tabulate(rows, headings, disable_numparse=True, colalign=("left", *["right"] * 4))
    more = f"\n… and {number(len(lost) - len(shown))} more" if len(lost) > len(shown) else ""
    return [table + more]
