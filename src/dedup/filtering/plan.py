"""The plan of a filter: what becomes of every row, and what the run is of; written before the first shard is.

A run that goes on reads the plan instead of the texts. A plan of other inputs or options is refused.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.errors import UsageError
from dedup.filtering.output_folder import translated, whole_file
from dedup.filtering.row_decisions import ANNOTATIONS, RowDecisions, annotations_of
from dedup.filtering.shards import Form
from dedup.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from dedup.filtering.decision import Decision
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.shards import Shard
    from dedup.reading.options import ReadingOptions
    from dedup.settings import Settings

_CUTS = pa.list_(pa.list_(pa.int64(), 2))
"""The type of the column of what is cut out of a text: start and end of each span."""
_KEY = b"dedup"


@dataclass(frozen=True)
class Plan:
    """What a filter does to each shard.

    `of` says what the plan is of: version, options and files. `forms` are how the shards are written, by name; shards
    that are left out are not among them. `summary` is what the account says before any shard is written. `table` has
    the rows of shards that change, as `changed_rows` gives them. `bounds` are where the rows of each shard begin,
    shards in the order of their names in `of`.
    """

    of: dict[str, Any]
    forms: Mapping[str, Form]
    summary: dict[str, Any]
    table: pa.Table
    bounds: NDArray[np.int64] = field(repr=False)

    def decisions(self, number: int) -> RowDecisions:
        """Return what becomes of the rows of one shard."""
        low, high = self.bounds[number : number + 2].tolist()
        return decisions_of(self.table.slice(low, high - low), annotate=self.of["annotate"])

    def removed_rows(self, number: int) -> NDArray[np.int64]:
        """Return the numbers of the rows of a shard that do not stay."""
        decisions = self.decisions(number)
        if decisions.annotations is None:
            return decisions.rows
        kept = decisions.annotations.column("dedup_kept").to_numpy(zero_copy_only=False)
        return np.asarray(decisions.rows[~kept], np.int64)


def changed_rows(decision: Decision, options: FilterOptions) -> tuple[pa.Table, NDArray[np.int64]]:
    """Return the rows of shards that go or lose characters, or all where rows are annotated; and where shards begin.

    The rows of one shard stand together and rise.
    """
    corpus, removals, cuts = decision.corpus, decision.removals, decision.character_cuts()
    changes = corpus.own & (options.annotate | (removals.kept_for >= 0))
    changes[list(cuts)] = True
    documents = np.flatnonzero(changes)
    documents = documents[np.lexsort((corpus.row[documents], corpus.shard[documents]))]
    bounds = np.searchsorted(corpus.shard[documents], np.arange(len(corpus.shards) + 1))
    table = pa.Table.from_batches([annotations_of(removals, documents, options.weights)])
    table = table.append_column("row", pa.array(corpus.row[documents]))
    spans = [cuts.get(document) for document in documents.tolist()]
    return table.append_column("cuts", pa.array(spans, _CUTS)), bounds


def decisions_of(rows: pa.Table, *, annotate: bool) -> RowDecisions:
    """Return what becomes of the rows of one shard; `rows` are those that change, as `changed_rows` gives them."""
    rows = rows.combine_chunks()
    numbers = rows.column("row").to_numpy()
    if not annotate:
        kept = rows.column("dedup_kept").to_numpy()
        cuts = rows.column("cuts").filter(pa.array(kept)).to_pylist()
        return RowDecisions(numbers[~kept], cuts=dict(zip(numbers[kept].tolist(), cuts, strict=True)))
    columns = rows.select(ANNOTATIONS.names)
    batches = columns.to_batches() or [pa.RecordBatch.from_pylist([], schema=ANNOTATIONS)]
    return RowDecisions(numbers, batches[0])


def described_run(
    shards: Sequence[Shard],
    options: FilterOptions,
    settings: Settings,
    reading: ReadingOptions,
    beside: Sequence[str],
) -> dict[str, Any]:
    """Return what a run is of, as JSON has it: another run with the same description does the same.

    `beside` are the paths of what the corpus is compared with.
    """
    described = {
        "version": VERSION,
        "annotate": options.annotate,
        "best": options.best_column is not None,
        "options": asdict(options),
        "settings": asdict(settings),
        "columns": dict(reading.columns),
        "encoding": reading.encoding,
        "max_document": reading.max_document,
        "extractor": reading.extractor,
        "beside": list(beside),
        "shards": [[shard.name, shard.output, shard.size, shard.changed] for shard in shards],
    }
    return json.loads(json.dumps(described))  # type: ignore[no-any-return] # tuples become lists, as in a file


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan, whole or not at all."""
    forms = {name: [form.kind, form.format, form.compression] for name, form in plan.forms.items()}
    told = {"of": plan.of, "forms": forms, "summary": plan.summary, "bounds": plan.bounds.tolist()}
    schema = plan.table.schema.with_metadata({_KEY: json.dumps(told)})
    with translated(str(path)), whole_file(path) as file, pa.ipc.new_file(file, schema) as writer:
        writer.write_table(plan.table.cast(schema))


def load_plan(path: Path, of: dict[str, Any]) -> Plan | None:
    """Return the plan that a run left, or None; raises `UsageError` where it is of another run."""
    if not path.exists():
        return None
    try:
        with pa.OSFile(str(path)) as file:
            table = pa.ipc.open_file(file).read_all()
        told = json.loads(table.schema.metadata[_KEY])
        forms = {name: Form(*values) for name, values in told["forms"].items()}
        plan = Plan(told["of"], forms, told["summary"], table, np.array(told["bounds"], np.int64))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        msg = f"{path} is no plan of a filter that can be resumed ({error}); delete the folder and begin again"
        raise UsageError(msg) from error
    refuse_other_run(plan.of, of, str(path.parent.parent))
    return plan


def refuse_other_run(before: Mapping[str, Any], now: Mapping[str, Any], folder: str) -> None:
    """Raise `UsageError` where a folder is of another run, and say in what the two differ."""
    differs = [name for name in now if before.get(name) != now[name]]
    if differs:
        what = {"shards": "input files", "beside": "things to compare with", "columns": "column names"}
        names = ", ".join(what.get(name, name.replace("_", " ")) for name in differs)
        msg = f"{folder} is of a run with other {names}; begin again in another folder"
        raise UsageError(msg)
