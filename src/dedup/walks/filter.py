"""The walk of a filter: from a corpus to the corpus without its copies, and an account of every removal.

Read → decide → plan and account → shards. The plan is written before the first shard, so that a run that was stopped
goes on with the same decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dedup.engines.local import LOCAL
from dedup.engines.memory import return_freed_memory
from dedup.errors import InputError
from dedup.filtering.account import clusters_table, hits_table, removed_table, summarise
from dedup.filtering.contamination import Items
from dedup.filtering.losses import refuse_losses
from dedup.filtering.output_folder import (
    PLOT,
    ShardWriter,
    lies_in,
    make,
    read_json,
    refuse_damaged,
    refuse_used,
    without_outputs,
    write_json,
    write_table,
    write_text,
)
from dedup.filtering.plan import Plan, changed_rows, described_run, load_plan, refuse_other_run, save_plan
from dedup.filtering.preferences import BEST
from dedup.filtering.sharded_corpus import corpus_of_shards, shard_numbers
from dedup.filtering.shards import form_of, shards_of
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.inputs import read_files, require_documents
from dedup.reading.walk import ACCOUNT, PLAN, SUMMARY, walk
from dedup.report.losses_plot import losses_svg
from dedup.walks.filter_contamination import decide_contamination
from dedup.walks.filter_cuts import decide_cuts
from dedup.walks.filter_documents import decide
from dedup.walks.filter_index import (
    NOTHING,
    Against,
    add_kept,
    refuse_held_against_itself,
    refuse_unwritable,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.filtering.decision import Decision
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.filtering.shards import Form, Shard
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile
    from dedup.settings import Settings


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

    Raises `UsageError` where nothing can be read and for a folder that is not empty or of another run, `OutputError`
    where it cannot be written, and `GuardError` where a source would lose too much.
    """
    folder, reading, against = Path(output), reading_for(options, reading), against or Against()
    builder = DocumentBuilder(reading, watch)
    files = _inputs(walk(paths, reading, builder), paths, folder, watch)
    shards = shards_of(files, paths)
    refuse_used(folder, shards, resume=resume)
    refuse_held_against_itself(files, against.names)
    if index is not None:
        refuse_unwritable(index, folder)
    of = described_run(shards, options, settings, reading, against.names)
    done = read_json(folder / ACCOUNT / SUMMARY)
    if done is not None:
        refuse_other_run(done["of"], of, str(folder))
        return Filtered(done)
    plan, collection = load_plan(folder / ACCOUNT / PLAN, of), NOTHING
    if plan is None or index is not None:
        collection = read_files(files, reading, builder, watch, engine)
        pa.default_memory_pool().release_unused()  # it keeps the memory of blocks that were read, some 40 MB
        if not len(against.collection):
            require_documents(collection, paths)
    if plan is None:
        forms, left_out = _forms(files, shards, collection, options, reading, watch)
        corpus = _corpus(collection, shards, forms, against)
        is_large = collection.bytes > engine.text_limit()
        decision = decide_filter(corpus, against, options, settings, watch, engine)
        if is_large:
            return_freed_memory()
        make(folder)
        _write_account(folder / ACCOUNT, decision, options)
        plan = Plan(of, forms, summarise(decision, collection, left_out), *changed_rows(decision, options))
        save_plan(plan, folder / ACCOUNT / PLAN)
        del corpus, decision
        if index is None:
            collection = NOTHING
        if is_large:
            return_freed_memory()  # what shards are written by is in the plan
    unread = _write_shards(folder, plan, shards, reading, watch)
    if index is not None:
        add_kept(index, collection, plan, shards, settings, watch)
    summary = {**plan.summary, "left_out": {**plan.summary["left_out"], **unread}, "of": plan.of}
    write_text(folder / ACCOUNT / PLOT, [losses_svg(summary)])
    write_json(folder / ACCOUNT / SUMMARY, summary)
    (folder / ACCOUNT / PLAN).unlink()
    return Filtered(summary)


def _inputs(
    files: Sequence[InputFile], given: Sequence[str | os.PathLike[str]], folder: Path, watch: Watch
) -> list[InputFile]:
    """Return the files without those of the output folder; what filters wrote elsewhere is left out too, and told."""
    return without_outputs([file for file in files if not lies_in(file.path, folder)], given, watch)


def reading_for(options: FilterOptions, reading: ReadingOptions) -> ReadingOptions:
    """Return how the documents of a filter are read."""
    best = {BEST: options.best_column} if options.best_column else {}
    return replace(reading, columns={**reading.columns, **best}, note_shared_ids=True)


def _forms(
    files: Sequence[InputFile],
    shards: Sequence[Shard],
    collection: Collection,
    options: FilterOptions,
    reading: ReadingOptions,
    watch: Watch,
) -> tuple[dict[str, Form], dict[str, str]]:
    """Return how each shard is written, and why others are left out: those that cannot be read to their end."""
    left_out = {each.path: each.reason for each in collection.unreadable}
    left_out = {file.name: left_out[file.name] for file in files if file.name in left_out}
    forms = {}
    for file, shard in zip(files, shards, strict=True):
        if file.name in left_out:
            continue
        try:
            form = form_of(file, reading, options.level)
            refuse_damaged(shard, form, reading)
            forms[file.name] = form
        except InputError as error:
            left_out[file.name] = error.reason
            watch.tell(str(error))
    return forms, left_out


def decide_filter(
    corpus: ShardedCorpus, against: Against, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> Decision:
    """Return what becomes of a corpus, in which the documents of `against` come last; raises `GuardError`."""
    if not options.contamination:
        walk_to_decision = decide if options.level == "document" else decide_cuts
        decision = walk_to_decision(corpus, options, settings, watch, engine)
    else:
        assert against.question_words is not None  # noqa: S101 - `read_items` refuses to read none
        items = Items(len(corpus.collection) - len(against.collection), against.question_words)
        decision = decide_contamination(corpus, items, options, settings, watch, engine)
    refuse_losses(decision, options)
    return decision


def _corpus(
    collection: Collection, shards: Sequence[Shard], forms: Mapping[str, Form], against: Against
) -> ShardedCorpus:
    """Return the documents of all shards that are written, and those of other collections."""
    names = [shard.name for shard in shards]
    numbers = shard_numbers(collection, {name: number for number, name in enumerate(names)})
    return corpus_of_shards(collection, against.collection, names, numbers, [name in forms for name in names])


def _write_account(folder: Path, decision: Decision, options: FilterOptions) -> None:
    """Write ``removed.parquet`` and ``clusters.parquet``, and ``contamination.parquet`` where it was looked for."""
    write_table(folder / "removed.parquet", removed_table(decision, options.level))
    write_table(folder / "clusters.parquet", clusters_table(decision))
    hits = hits_table(decision)
    if hits is not None:
        write_table(folder / "contamination.parquet", hits)


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
