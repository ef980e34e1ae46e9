"""Reports into one Markdown page: the figures beside their targets, then what was missed, with ids and numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FEW = 6
_HOLDS = {
    "run": "a run of 12 words",
    "passage": "a passage with small edits",
    "third": "the same words of a third member",
    "pieces": "pieces only",
    "nothing": "nothing",
}


def page(reports: dict[str, dict[str, Any]], plots: Iterable[str], skipped: Iterable[str]) -> str:
    """Return the page."""
    lines = ["# Accuracy", "", "Written by `python benchmarks/accuracy.py`; docs/accuracy.md explains it.", ""]
    lines += [f"- {line}" for line in skipped]
    for name, report in reports.items():
        lines += ["", f"## {name}", "", *_facts(report), *_section(report)]
    lines += ["", "## Plots", "", *(f"![{plot}]({plot})" for plot in plots)] if plots else []
    return "\n".join(lines).rstrip() + "\n"


def _facts(report: dict[str, Any]) -> list[str]:
    facts = [f"{report[key]} {key.replace('_', ' ')}" for key in _COUNTED if key in report]
    return [f"{', '.join(facts)}; dedup {report['version']}.", ""]


_COUNTED = ("documents", "reference_pairs", "labels", "labels_placed", "answers", "families", "seed")


def _section(report: dict[str, Any]) -> Iterator[str]:
    if "runs" in report:
        if "told" in report:
            yield from [f"### {report['set']}, how pairs are told at the defaults", "", *_table(report["figures"])]
            yield from _rows([{"pairs": measure, **counts} for measure, counts in report["told"].items()])
        for run in report["runs"]:
            yield from [f"### {report['set']}, {run['run']}", "", *_table(run["figures"]), *_run(run)]
        return
    yield from _table(report["figures"])
    if "tried" in report:
        yield from _answers(report)
    if "outside" in report:
        yield from ["Most characters outside any label (placed):", "", *_rows(report["outside"][:_FEW])]
        yield from ["Spans not found (placed):", "", *_rows(report["missed"])]
        yield from [
            "Spans not found (offsets as labelled), the first:",
            "",
            *_rows(report["missed_as_labelled"][:_FEW]),
        ]


def _table(figures: list[dict[str, Any]]) -> Iterator[str]:
    yield from ["| figure | value | target | | of |", "|---|---:|---|---|---|"]
    for figure in figures:
        met = "" if not figure["target"] else "met" if figure["met"] else "**missed**"
        yield f"| {figure['name']} | {_number(figure['value'])} | {figure['target']} | {met} | {figure['of']} |"
    yield ""


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _run(run: dict[str, Any]) -> Iterator[str]:
    relations = ", ".join(f"{count} {relation}" for relation, count in sorted(run["relations"].items()))
    yield from [f"Reported pairs: {relations}.", ""]
    for measure, bins in run["recall_bins"].items():
        yield from [
            f"| {measure} from | {' | '.join(str(one['from']) for one in bins)} |",
            "|---|" + "---:|" * len(bins),
        ]
        counts = [f"{one['found']} / {one['pairs']}" for one in bins]
        yield from [f"| found / pairs | {' | '.join(counts)} |", ""]
    for why, rows in run["missed"]["examples"].items():
        yield from [f"Missed ({run['missed']['reasons'][why]}): {why}.", "", *_rows(rows[:_FEW])]
    only = run["only_marked"]
    yield f"Reference pairs with Jaccard ≥ 0.5 that share nothing but marked words: {only['jaccard_from_0.5']}."
    yield from ["", *_rows(only["examples"][:_FEW])]
    for fault, rows in run["deviations"].get("examples", {}).items():
        yield from [f"Deviations ({fault}):", "", *_rows(rows)]
    clusters = run["clusters"]
    yield f"Clusters: {clusters['clusters']} of {clusters['members']} members, the largest of {clusters['largest']}."
    held = ", ".join(f"{count} by {_HOLDS[how]}" for how, count in clusters["held_by"].items())
    yield from [f"Pairs of members are held: {held}.", "", "Held by less:", ""]
    yield from _rows(clusters["examples"][:_FEW])
    apart = run["from_reference"]
    if apart["pairs"]:
        yield f"Reported Jaccard and the reference's own: median {apart['median']}, at most {apart['largest']} apart."
        yield ""


def _answers(report: dict[str, Any]) -> Iterator[str]:
    for kind in ("missed", "false_alarms"):
        yield from [f"{kind.replace('_', ' ').capitalize()}: {len(report[kind])}.", "", *_rows(report[kind])]
    yield from [
        "All that was tried, threshold chosen on four tasks and tested on the fifth:",
        "",
        *_rows(report["tried"]),
    ]
    yield from ["When settings and figure are chosen by the other four tasks, too:", ""]
    yield from [*(f"- {choice}" for choice in report["choices"]), ""]


def _rows(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["- none", ""]
    keys = list(rows[0])
    lines = [f"| {' | '.join(key.replace('_', ' ') for key in keys)} |", "|" + "---|" * len(keys)]
    return [*lines, *(f"| {' | '.join(str(row.get(key, '')) for key in keys)} |" for row in rows), ""]
