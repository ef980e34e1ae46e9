"""The numbers of a run of `speed.py` into what is printed: a table an input and task, and targets beside what was got.

Ratios are of the best rounds. A command's start is taken off its seconds, since nobody else is charged for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from lib.figures import Figure
from peers.catalogue import TASKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Numbers = Mapping[str, Any]

_OURS = {"pairs": "pairs:dedup_pairs", "passages": "passages:dedup_all_passages", "sign": "sign:dedup_sign_1"}
ENOUGH = 0.95
"""The recall from which a peer's passages count as found."""
_PAIRS_TARGETS = {"gaoya": 6.0, "rensa": 15.0, "datasketch": 50.0, "datasketch_sha1": 50.0}


def best(row: Numbers) -> float:
    """Return the seconds of the best round, without the start of a command."""
    starts = row["start"] if row["command"] else [0.0] * len(row["seconds"])
    seconds: float = min(whole - start for whole, start in zip(row["seconds"], starts, strict=True))
    return max(seconds, 0.001)


def report(numbers: Numbers) -> str:
    """Return all tables of a run."""
    parts = [part for one in numbers["inputs"] for part in _tables(one)]
    figures = [figure for one in numbers["inputs"] for figure in targets(one)]
    rows = [
        (figure.name, figure.target, figure.value, "met" if figure.met else "missed", figure.of) for figure in figures
    ]
    if rows:
        parts.append(tabulate(rows, ["target", "asked", "reached", "", "of"], floatfmt=".3g"))
    parts += [f"skipped: {name}: {reason}" for name, reason in numbers["skipped"].items()]
    return "\n\n".join(parts)


def _tables(one: Numbers) -> Iterator[str]:
    for task, title in TASKS.items():
        rows = {key: row for key, row in one["rows"].items() if row["task"] == task}
        if rows:
            yield f"{one['input']}, {title}: {_about(one, task)}\n\n{_table(one, task, rows)}"


def _about(one: Numbers, task: str) -> str:
    told = f"{one['documents']} documents, {one['bytes'] / 1e6:.1f} MB"
    what = {"pairs": "pairs at Jaccard 0.5", "passages": "common runs of 30 words"}.get(task)
    return f"{told}, {one['reference'][task]} {what}" if what else told


def _table(one: Numbers, task: str, rows: Mapping[str, Numbers]) -> str:
    base = rows.get(_OURS.get(task, ""))
    ours = best(base) if base and "problem" not in base else None
    lines, troubles = [], []
    for row in rows.values():
        if "problem" in row:
            troubles.append(f"{row['shown']}: {row['problem']}")
            continue
        seconds = best(row)
        peak = max((mb for mb in row["peak_mb"] if mb), default=None)
        line = [row["shown"], seconds, seconds / ours if ours else None, one["bytes"] / 1e6 / seconds, peak]
        lines.append([*line, row.get("found"), row.get("recall"), row.get("recall_of_runs"), row.get("precision")])
    headings = ["program", "s", "times ours", "MB/s", "peak MB", "found", "recall", "of runs", "precision"]
    formats = ("", ".2f", ".1f", ".1f", ".0f", "", ".3f", ".3f", ".3f")
    return "\n".join([tabulate(lines, headings, floatfmt=formats, missingval=""), *troubles])


def targets(one: Numbers) -> list[Figure]:
    """Return what must be reached on an input beside what was."""
    rows = {key: row for key, row in one["rows"].items() if "problem" not in row}
    found = [*_pairs(rows), *_default(rows), *_passages(rows), *_sign(rows), *_threads(rows)]
    return [
        Figure(f"{one['input']}: {figure.name}", figure.value, figure.bound, figure.least, figure.of)
        for figure in found
    ]


def _pairs(rows: Mapping[str, Numbers]) -> Iterator[Figure]:
    ours = rows.get("pairs:dedup_pairs")
    if ours is None:
        return
    for name, bound in _PAIRS_TARGETS.items():
        if f"pairs:{name}" in rows:
            theirs = rows[f"pairs:{name}"]
            yield Figure(f"document pairs, times {theirs['shown']}", best(theirs) / best(ours), bound)
    yield Figure("document pairs, recall", ours["recall"], 0.99)
    yield Figure("document pairs, precision", ours["precision"], 1.0, of=f"{ours['borderline']} borderline")


def _default(rows: Mapping[str, Numbers]) -> Iterator[Figure]:
    ours = rows.get("pairs:dedup_default")
    if ours is None:
        return
    others = {row["shown"]: best(row) for key, row in rows.items() if _is_peer(row) and key.startswith("pairs:")}
    if others:
        name = min(others, key=others.__getitem__)
        yield Figure("default, times the fastest peer without passages", others[name] / best(ours), 1.0, of=name)
    if "pairs:parse_pyarrow" in rows:
        ratio = best(ours) / best(rows["pairs:parse_pyarrow"])
        yield Figure("default, of parsing with pyarrow", ratio, 6.0, least=False)


def _is_peer(row: Numbers) -> bool:
    return not row["ours"] and row["gives"] != "nothing"


def _passages(rows: Mapping[str, Numbers]) -> Iterator[Figure]:
    for key, what in (("dedup_passages", "default"), ("dedup_all_passages", "every pair listed")):
        ours = rows.get(f"passages:{key}")
        if ours is None:
            continue
        for row in rows.values():
            if row["task"] == "passages" and _is_peer(row) and row["recall"] >= ENOUGH:
                yield Figure(f"passages, {what}, times {row['shown']}", best(row) / best(ours), 50.0)
        yield Figure(f"passages, {what}, recall", round(ours["recall"], 3), 1.0)
        if "told" in ours:
            yield Figure(f"passages, {what}, told in any way", round(ours["told"], 3))


def _sign(rows: Mapping[str, Numbers]) -> Iterator[Figure]:
    if "sign:dedup_sign_1" in rows and "sign:datasketch_sign_1" in rows:
        ratio = best(rows["sign:datasketch_sign_1"]) / best(rows["sign:dedup_sign_1"])
        yield Figure("dedup.sign, one core, times datasketch", ratio, 40.0)


def _threads(rows: Mapping[str, Numbers]) -> Iterator[Figure]:
    for name, what in (("dedup_pairs", "document pairs"), ("dedup_default", "default")):
        one, two = rows.get(f"threads:{name}_1"), rows.get(f"threads:{name}_2")
        if one is not None and two is not None:
            yield Figure(f"{what}, two cores, times one", best(one) / best(two), 1.8)
