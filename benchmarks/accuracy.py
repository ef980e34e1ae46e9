"""How exact and complete dedup is: on labelled sets, where they are, and on generated articles, everywhere.

    python benchmarks/accuracy.py                 every set of the folder that DEDUP_DATA names, and the generated part
    python benchmarks/accuracy.py reuters pan13   only these; the reports of the others stay as they are
    python benchmarks/accuracy.py --shipped       only the generated part, against benchmarks/floors.json

Figures, page and plots are written to `reports/accuracy` (`--shipped` writes nothing). The exit code is 1 when a target
or a floor is missed. `docs/accuracy.md` tells what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dedup
from lib import shipped
from lib.accuracy_page import page
from lib.answer_set import run_answers
from lib.labelled import FILES, PAIR_SETS, missing
from lib.pair_sets import run_pairs
from lib.span_set import run_spans

if TYPE_CHECKING:
    from collections.abc import Callable

REPORTS = Path(__file__).parent.parent / "reports" / "accuracy"
GENERATED = "generated"

Report = dict[str, Any]
RUNS: dict[str, Callable[[Path], Report]] = {
    **{name: partial(run_pairs, name=name) for name in PAIR_SETS},
    "pan13": run_spans,
    "clough": run_answers,
}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for and return the exit code."""
    options = _options(arguments)
    if options.shipped:
        return _verdict({GENERATED: generated()})
    folder = Path(os.environ["DEDUP_DATA"]) if os.environ.get("DEDUP_DATA") else None
    wanted = options.sets or [GENERATED, *FILES]
    skipped = [line for name in wanted if name in FILES and (line := _absence(folder, name))]
    reports = {GENERATED: generated()} if GENERATED in wanted else {}
    for name in wanted:
        if name in FILES and folder is not None and not missing(folder, name):
            print(f"{name} …", file=sys.stderr)
            reports[name] = {**RUNS[name](folder), "version": dedup.__version__}
            _write(reports, skipped)
    for line in skipped:
        print(line)
    _write(reports, skipped)
    return _verdict(reports)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", choices=[[], GENERATED, *FILES], help="the sets to run (all)", metavar="SET")
    parser.add_argument("--shipped", action="store_true", help="check the floors on generated text, write nothing")
    return parser.parse_args(arguments)


def _absence(folder: Path | None, name: str) -> str | None:
    """Return why a set is skipped, or none where all of it is there."""
    if folder is None:
        return f"{name}: skipped, because DEDUP_DATA names no folder"
    files = missing(folder, name)
    return f"{name}: skipped, because the folder that DEDUP_DATA names lacks {', '.join(files)}" if files else None


def generated() -> Report:
    """Return the report of the generated part."""
    return {
        "set": GENERATED,
        "families": shipped.FAMILIES,
        "seed": shipped.SEED,
        "figures": shipped.as_rows(shipped.measure()),
        "version": dedup.__version__,
    }


def _write(reports: dict[str, Report], skipped: list[str]) -> None:
    """Write the new reports, and page and plots of all that there are."""
    from lib import curves  # noqa: PLC0415 - only plots need matplotlib

    REPORTS.mkdir(parents=True, exist_ok=True)
    for name, report in reports.items():
        (REPORTS / f"{name}.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    known = [name for name in (GENERATED, *FILES) if (REPORTS / f"{name}.json").is_file()]
    every = {name: json.loads((REPORTS / f"{name}.json").read_text("utf-8")) for name in known}
    told = [line for line in skipped if line.split(":")[0] not in every]
    (REPORTS / "accuracy.md").write_text(page(every, curves.draw(every, REPORTS), told), "utf-8")


def _verdict(reports: dict[str, Report]) -> int:
    """Print every figure beside its target and return 1 when one is missed."""
    missed = 0
    for report in reports.values():
        for figure in [*report.get("figures", []), *(row for run in report.get("runs", []) for row in run["figures"])]:
            missed += not figure["met"]
            mark = "MISSED" if not figure["met"] else "met" if figure["target"] else ""
            print(f"{figure['value']:>12.4f}  {figure['target']:<9}{mark:<7} {figure['name']}  ({figure['of']})")
    if missed:
        print(f"{missed} missed", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
