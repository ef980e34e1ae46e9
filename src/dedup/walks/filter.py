"""The walk of a filter: from a corpus to the corpus without its copies, and an account of every removal.

Read → decide → plan and account → shards. The plan is written before the first shard, so that a run that was stopped
goes on with the same decisions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.documents import Collection
from dedup.engines.local import LOCAL
from dedup.errors import InputError, UsageError
from dedup.filtering.account import Loss, clusters_table, cuts_table, hits_table, losses, refuse_losses, removed_table
from dedup.filtering.annotations import annotations_of
from dedup.filtering.contamination import Items
from dedup.filtering.cut_text import spans_of_cuts
from dedup.filtering.options import RELATIONS
from dedup.filtering.output_folder import (
    ACCOUNT,
    SUMMARY,
    ShardWriter,
    lies_in,
    make,
    read_json,
    refuse_used,
    write_json,
    write_table,
)
from dedup.filtering.plan import CUTS, PLAN, Plan, described_run, load_plan, refuse_other_run, save_plan
from dedup.filtering.preferences import BEST
from dedup.filtering.shards import form_of, shards_of
from dedup.filtering.sources import shard_numbers
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.inputs import read_files
from dedup.reading.walk import walk
from dedup.walks.contamination import decide_contamination
from dedup.walks.filter_index import NOTHING, Against, add_kept
from dedup.walks.removals import decide
from dedup.walks.repeated_text import decide_cuts

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.shards import Form, Shard
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile
    from dedup.settings import Settings
    from dedup.walks.removals import Decision


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter of files did: its `summary`, as ``summary.json`` has it."""

    summary: dict[str, Any]

    @property
    def incomplete(self) -> bool:
        """Whether some input was unreadable."""
        return bool(self.summary["unreadable"] or self.summary["left_out"])


def filter_files(
    paths: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    options: FilterOptions,
    settings: Settings,
    reading: ReadingOptions,
    watch: Watch = SILENT,
    engine: Engine = LOCAL,
    *,
    against: Against | None = None,
    index: str | None = None,
    resume: bool = False,
) -> Filtered:
    """Write the files without their copies to the folder `output`; with `resume`, what was left to do of it.

    What stays is added to the `index`, if one is named.

    Raises `UsageError` for a folder that is not empty or of another run, `OutputError` where it cannot be written, and
    `GuardError` where a source would lose too much.
    """
    folder, reading, against = Path(output), reading_for(options, reading), against or Against()
    builder = DocumentBuilder(reading, watch)
    files = [file for file in walk(paths, reading, builder) if not lies_in(file.path, folder)]
    shards = shards_of(files, paths)
    refuse_used(folder, shards, resume=resume)
    of = described_run(shards, options, settings, reading, against.names)
    done = read_json(folder / ACCOUNT / SUMMARY)
    if done is not None:
        refuse_other_run(done["of"], of, str(folder))
        return Filtered(done)
    plan, collection = load_plan(folder / ACCOUNT / PLAN, of), NOTHING
    if plan is None or index is not None:
        collection = read_files(files, reading, builder, watch)
    if plan is None:
        forms, left_out = _forms(files, collection, options, reading, watch)
        decision = _decide(collection, shards, forms, against, options, settings, watch, engine)
        guard(decision, options)
        make(folder)
        write_account(folder / ACCOUNT, decision, options)
        plan = _plan(of, forms, summarise(decision, collection, left_out), decision, options)
        save_plan(plan, folder / ACCOUNT / PLAN)
    unread = _write_shards(folder, plan, shards, reading, watch)
    if index is not None:
        add_kept(index, collection, plan, shards, settings, watch)
    summary = {**plan.summary, "left_out": {**plan.summary["left_out"], **unread}, "of": plan.of}
    write_json(folder / ACCOUNT / SUMMARY, summary)
    (folder / ACCOUNT / PLAN).unlink()
    return Filtered(summary)


def reading_for(options: FilterOptions, reading: ReadingOptions) -> ReadingOptions:
    """Return how the documents of a filter are read."""
    best = {BEST: options.best_column} if options.best_column else {}
    return replace(reading, columns={**reading.columns, **best}, note_shared_ids=True)


def _forms(
    files: Sequence[InputFile], collection: Collection, options: FilterOptions, reading: ReadingOptions, watch: Watch
) -> tuple[dict[str, Form], dict[str, str]]:
    """Return how each shard is written, and why others are left out: those that cannot be read to their end."""
    left_out = {each.path: each.reason for each in collection.unreadable}
    left_out = {file.name: left_out[file.name] for file in files if file.name in left_out}
    forms = {}
    for file in files:
        if file.name in left_out:
            continue
        try:
            forms[file.name] = form_of(file, reading, options.level)
        except InputError as error:
            left_out[file.name] = error.reason
            watch.tell(str(error))
    return forms, left_out


def _decide(
    collection: Collection,
    shards: Sequence[Shard],
    forms: Mapping[str, Form],
    against: Against,
    options: FilterOptions,
    settings: Settings,
    watch: Watch,
    engine: Engine,
) -> Decision:
    """Return what becomes of the documents of all shards that are written, with those of other collections behind."""
    number_of = {shard.name: number for number, shard in enumerate(shards)}
    shard = np.concatenate([shard_numbers(collection, number_of), np.full(len(against.collection), -1, np.int32)])
    fixed = np.arange(shard.size) >= len(collection)
    written = np.array([*(shard.name in forms for shard in shards), False])
    both = joined(collection, against.collection)
    if not len(both):
        msg = "nothing could be read"
        raise UsageError(msg)
    names = [shard.name for shard in shards]
    return decision_of(both, (names, shard), written[shard] | fixed, against, options, settings, watch, engine)


def decision_of(
    both: Collection,
    shards: tuple[Sequence[str], NDArray[np.int32]],
    present: NDArray[np.bool_],
    against: Against,
    options: FilterOptions,
    settings: Settings,
    watch: Watch,
    engine: Engine,
) -> Decision:
    """Return what becomes of a corpus, behind which the documents of other collections come."""
    start = len(both) - len(against.collection)
    if options.contamination:
        if against.question_words is None:
            msg = "--contamination needs test items: name their files with --against"
            raise UsageError(msg)
        items = Items(start, against.question_words)
        return decide_contamination(both, shards, present, items, options, settings, watch, engine)
    walk_to_decision = decide if options.level == "document" else decide_cuts
    return walk_to_decision(both, shards, present, np.arange(len(both)) >= start, options, settings, watch, engine)


def joined(collection: Collection, against: Collection) -> Collection:
    """Return the documents of both collections."""
    if not len(against):
        return collection
    rows = [np.zeros(len(one), np.int64) if one.rows is None else one.rows for one in (collection, against)]
    batches = tuple(batch for one in (collection, against) for batch in one.batches)
    size = collection.bytes + against.bytes
    return Collection(batches, collection.unreadable, collection.notes, size, rows=np.concatenate(rows))


def guard(decision: Decision, options: FilterOptions) -> None:
    """Raise `GuardError` where a source would lose more than the guard allows."""
    if options.guard is not None and not options.annotate:
        refuse_losses(losses_of_sources(decision), options.guard)


def losses_of_sources(decision: Decision) -> list[Loss]:
    """Return what each source loses, the heaviest loss first."""
    sources = decision.corpus.sources
    return losses(sources.names, sources.numbers, decision.corpus, decision.removals, decision.lost_words())


def summarise(decision: Decision, collection: Collection, left_out: Mapping[str, str]) -> dict[str, Any]:
    """Return what ``summary.json`` tells."""
    corpus, removals = decision.corpus, decision.removals
    own = corpus.present & ~corpus.fixed
    removed = removals.removed
    relations = np.bincount(removals.relation[removed], minlength=len(RELATIONS)).tolist()
    lost_words = decision.lost_words()
    return {
        "documents": int(own.sum()),
        "kept": int(own.sum()) - removed.size,
        "removed": removed.size,
        "removed_by_relation": dict(zip(RELATIONS, relations, strict=True)),
        "words": int(corpus.words[own].sum()),
        "removed_words": int(lost_words[own].sum()),
        "cuts": 0 if decision.cuts is None else int(decision.cuts.of_staying_documents().sum()),
        "without_words": int((corpus.words[own] == 0).sum()),
        "clusters": int(removals.cluster.max(initial=-1)) + 1,
        "compared_with": int(corpus.fixed.sum()),
        **({} if decision.hits is None else {"hits": dict(Counter(hit.verdict for hit in decision.hits))}),
        "recall": round(decision.recall, 4),
        "verified_pairs": decision.pairs_verified,
        "all_pairs_verified": decision.complete,
        "sources": [loss.as_values() for loss in losses_of_sources(decision)],
        "shards": [loss.as_values() for loss in losses(corpus.shards, corpus.shard, corpus, removals, lost_words)],
        "unreadable": [[each.path, each.reason] for each in collection.unreadable if each.path not in left_out],
        "left_out": dict(left_out),
    }


def everything_removed(decision: Decision, options: FilterOptions) -> pa.Table:
    """Return a row for each document that goes, and behind them one for each cut."""
    removed = removed_table(decision.corpus, decision.removals, decision.preferences)
    if decision.cuts is None:
        return removed
    spans = spans_of_cuts(decision.corpus.collection, decision.cuts)
    cuts = cuts_table(decision.corpus, decision.cuts, spans, decision.preferences, options.level)
    return pa.concat_tables([removed, cuts])


def write_account(folder: Path, decision: Decision, options: FilterOptions) -> None:
    """Write ``removed.parquet`` and ``clusters.parquet``, and ``contamination.parquet`` where it was looked for."""
    write_table(folder / "removed.parquet", everything_removed(decision, options))
    write_table(folder / "clusters.parquet", clusters_table(decision.corpus, decision.removals))
    if decision.hits is not None:
        write_table(folder / "contamination.parquet", hits_table(decision.corpus, decision.hits))


def _plan(
    of: dict[str, Any],
    forms: Mapping[str, Form],
    summary: dict[str, Any],
    decision: Decision,
    options: FilterOptions,
) -> Plan:
    corpus, removals = decision.corpus, decision.removals
    cuts = character_cuts(decision)
    told = corpus.present & ~corpus.fixed & (options.annotate | (removals.kept_for >= 0))
    told[list(cuts)] = True
    documents = np.flatnonzero(told)
    documents = documents[np.lexsort((corpus.row[documents], corpus.shard[documents]))]
    bounds = np.searchsorted(corpus.shard[documents], np.arange(len(corpus.shards) + 1))
    table = pa.Table.from_batches([annotations_of(removals, documents, options.weights)])
    table = table.append_column("row", pa.array(corpus.row[documents]))
    spans = [cuts.get(document) for document in documents.tolist()]
    return Plan(of, forms, summary, table.append_column("cuts", pa.array(spans, CUTS)), bounds)


def character_cuts(decision: Decision) -> dict[int, list[list[int]]]:
    """Return the characters that are cut out of each document that stays: start and end of each span."""
    cuts = decision.cuts
    if cuts is None:
        return {}
    found: dict[int, list[list[int]]] = {}
    starts, ends = spans_of_cuts(decision.corpus.collection, cuts)
    rows = np.flatnonzero(cuts.of_staying_documents())
    for document, start, end in zip(*(column[rows].tolist() for column in (cuts.document, starts, ends)), strict=True):
        found.setdefault(document, []).append([start, end])
    return found


def _write_shards(
    folder: Path, plan: Plan, shards: Sequence[Shard], reading: ReadingOptions, watch: Watch
) -> dict[str, str]:
    """Write the shards that are not there yet; return those that could not be read again, and why."""
    writer, left_out = ShardWriter(folder, reading), {}
    with watch.stage("writing", sum(shard.size for shard in shards)) as done:
        for number, shard in enumerate(shards):
            form = plan.forms.get(shard.name)
            if form is not None and not writer.is_written(shard):
                try:
                    writer.write(shard, form, plan.decisions(number))
                except InputError as error:
                    left_out[shard.name] = error.reason
                    watch.tell(str(error))
            done(shard.size)
    return left_out
