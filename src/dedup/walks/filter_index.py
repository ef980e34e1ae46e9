"""What a filter is held against, and where it puts what it keeps: other collections, and index files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA, Collection
from dedup.errors import OutputError, UsageError
from dedup.filtering.output_folder import without_outputs
from dedup.filtering.preferences import BEST
from dedup.filtering.sharded_corpus import shard_numbers
from dedup.index.store import is_index, open_store
from dedup.index.texts import read_documents
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.failures import refusal_to_write
from dedup.reading.inputs import read_files, read_paths, require_documents
from dedup.reading.walk import walk
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.filtering.plan import Plan
    from dedup.filtering.shards import Shard
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile
    from dedup.settings import Settings

NOTHING = Collection(())
_BEST = SCHEMA.names.index(BEST)


@dataclass(frozen=True, slots=True)
class Against:
    """Documents of other collections, for which documents of the corpus go, and the `names` of these collections.

    Where they are test items, `question_words` are the words of the question of each.
    """

    collection: Collection = NOTHING
    names: tuple[str, ...] = ()
    question_words: NDArray[np.int64] | None = None


def read_against(
    paths: Sequence[str | os.PathLike[str]], index: str | None, options: ReadingOptions, watch: Watch
) -> Against:
    """Return the documents of paths and index files, and those of an `index` that may not be there yet."""
    names = [os.fspath(path) for path in paths]
    indexes = [name for name in names if is_index(name)]
    if index is not None and os.path.exists(index) and os.path.getsize(index):  # noqa: PTH110, PTH202 - a string here
        indexes.append(index)
    others = [name for name in names if name not in indexes]
    collections = [_documents_beside(others, options, watch)] if others else []
    collections += [_documents_of(name, options, watch) for name in dict.fromkeys(indexes)]
    batches = tuple(batch for collection in collections for batch in collection.batches)
    size = sum(collection.bytes for collection in collections)
    return Against(Collection(batches, bytes=size), (*names, *([index] if index else [])))


def _documents_beside(paths: Sequence[str], options: ReadingOptions, watch: Watch) -> Collection:
    """Return the documents of paths, of which one may be the output of a filter: its account is no part of it."""
    builder = DocumentBuilder(options, watch)
    files = without_outputs(walk(paths, options, builder), paths, watch)
    found = read_files(files, options, builder, watch)
    require_documents(found, paths)
    return found


def refuse_held_against_itself(files: Sequence[InputFile], names: Sequence[str]) -> None:
    """Raise `UsageError` for an input that is also what the corpus is held against: all of it would go."""
    beside = [os.path.realpath(name) for name in names]
    for file in files:
        path = Path(os.path.realpath(file.path))
        if any(path.is_relative_to(name) for name in beside):
            msg = f"{file.name} would be held against itself, and nothing of it would stay: name it once"
            raise UsageError(msg)


def refuse_unwritable(index: str, output: Path) -> None:
    """Raise `OutputError` for an index that could not be written at the end, when the folder `output` is there."""
    path = Path(index).absolute()
    if not path.parent.is_dir() and not output.absolute().is_relative_to(path.parent):
        msg = f"{index} cannot be written: there is no folder {Path(index).parent}"
        raise OutputError(msg)
    there = next((each for each in (path, path.parent) if each.exists()), None)
    if there is not None and not os.access(there, os.W_OK):
        msg = f"{index} cannot be written: {refusal_to_write(there)}"
        raise OutputError(msg)


def read_items(
    paths: Sequence[str | os.PathLike[str]], columns: tuple[str, str], options: ReadingOptions, watch: Watch
) -> Against:
    """Return test items: each is its question, and behind it its answer, if it has one; `columns` are their names.

    A file without questions has items that are texts. Raises `UsageError` where there are no items.
    """
    if not paths:
        msg = "--contamination needs test items: name their files with --against"
        raise UsageError(msg)
    question, answer = columns
    plain = {name: column for name, column in options.columns.items() if name not in ("text", "html")}
    found = read_paths(paths, replace(options, columns={**plain, "text": question, BEST: answer}), SILENT)
    if not len(found):
        found = read_paths(paths, replace(options, columns={**options.columns, BEST: answer}), watch)
    if not len(found):
        names = ", ".join([os.fspath(path) for path in paths])
        msg = f"no test items could be read from {names}: none has a column {question} (--question), or a text"
        raise UsageError(msg)
    questions = np.concatenate([tokenise(batch.column("text")).counts for batch in found.batches])
    batches = tuple(_with_answers(batch) for batch in found.batches)
    return Against(Collection(batches, bytes=found.bytes), tuple(os.fspath(path) for path in paths), questions)


def _with_answers(batch: pa.RecordBatch) -> pa.RecordBatch:
    cells = zip(batch.column("text").to_pylist(), batch.column(BEST).to_pylist(), strict=True)
    texts = [text if answer is None else f"{text}\n\n{answer}" for text, answer in cells]
    column = pa.array(texts, pa.large_string())
    return batch.set_column(SCHEMA.names.index("text"), SCHEMA.field("text"), column)


def _documents_of(index: str, options: ReadingOptions, watch: Watch) -> Collection:
    """Return all documents of an index; beyond the memory for texts they lie in a file, as those of paths do."""
    builder = DocumentBuilder(options, watch)
    with open_store(index) as store, store.reading():
        for _, document in read_documents(store):
            builder.count_bytes(len(document.text))
            builder.add_document(document)
    return builder.collection()


def add_kept(
    index: str, collection: Collection, plan: Plan, shards: Sequence[Shard], settings: Settings, watch: Watch
) -> None:
    """Add the documents that stay to an index, which is made where it is not there."""
    number_of = {shard.name: number for number, shard in enumerate(shards) if shard.name in plan.forms}
    shard = shard_numbers(collection, number_of)
    rows = collection.row_numbers()
    kept = shard >= 0
    for number in np.unique(shard[kept]).tolist():
        own = np.flatnonzero(shard == number)
        kept[own] = ~np.isin(rows[own], plan.removed_rows(number))
    batches = []
    for start, batch in collection.numbered():
        chosen = batch.filter(pa.array(kept[start : start + batch.num_rows]))
        if plan.of["best"]:  # the column of best=COLUMN was read in its place
            chosen = chosen.set_column(_BEST, SCHEMA.field(_BEST), pa.nulls(chosen.num_rows, pa.string()))
        batches.append(chosen)
    from dedup.index.update import add  # noqa: PLC0415 - Arrow's functions, which it takes, are slow to load

    new = None if os.path.exists(index) and os.path.getsize(index) else settings  # noqa: PTH110, PTH202 - see above
    with open_store(index, write=True, settings=new) as store:
        change = add(store, Collection(tuple(batches), bytes=collection.bytes), watch)
    if change.replaced:
        which = "1 document was" if change.replaced == 1 else f"{change.replaced:,} documents were"
        watch.tell(f"{index}: {which} replaced by kept ones with the same ids: ids must differ from day to day")
