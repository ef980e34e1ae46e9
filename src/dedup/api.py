"""What `import dedup` offers: scan, compare, filter and sign, for paths, documents and Arrow tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA, Collection, Document, collection_of
from dedup.engines.local import LOCAL, Local
from dedup.engines.memory import document_limit, parse_size, private_memory
from dedup.errors import UsageError
from dedup.filtering.options import COPIES, FINEWEB2_WEIGHTS, WHOLE, FilterOptions, cluster_weights, keep_rules
from dedup.filtering.sharded_corpus import joined
from dedup.progress import SILENT
from dedup.reading.inputs import read_paths, read_table
from dedup.reading.options import ReadingOptions
from dedup.relations import CONTAINED, NEAR_IDENTICAL
from dedup.settings import Settings
from dedup.sketch.signatures import sign
from dedup.walks.compare import compare as compare_documents
from dedup.walks.filter import filter_files, reading_for
from dedup.walks.filter_index import Against, read_against, read_items
from dedup.walks.filter_table import filter_table
from dedup.walks.scan import scan as scan_collection

if TYPE_CHECKING:
    from dedup.engines.engine import Engine
    from dedup.filtering.options import Level
    from dedup.progress import Watch
    from dedup.results import ScanResult
    from dedup.walks.filter import Filtered
    from dedup.walks.filter_table import FilteredTable

__all__ = ["compare", "filter", "scan", "sign"]

Path: TypeAlias = str | os.PathLike[str]
Source: TypeAlias = Path | Sequence[Path] | Iterable[Document] | Collection | pa.Table


def scan(
    source: Source,
    settings: Settings | None = None,
    *,
    watch: Watch = SILENT,
    memory: int | str = 0,
    workers: int = 0,
    engine: Engine | None = None,
    **changes: Any,
) -> ScanResult:
    """Return what repeats inside each document, which documents are copies, and where they come from.

    `source` is a path, several, `Document` objects, or an Arrow table with a ``text`` (or ``html``) column. Settings
    can be given whole or by name: ``scan("seeds/", min_run=20)``. `memory` is the most to use, in bytes or as in
    ``"4GB"`` (half of what is free), `workers` the number of threads, or of processes where many pages are read (one a
    processor), `engine` another one than this machine, such as a `dedup.engines.spark.SparkEngine` of a Spark session
    or a `dedup.engines.daft.DaftEngine`: none changes what is found.
    Inputs that cannot be read are listed in the result; `UsageError` is raised for paths that do not exist, for
    settings out of range and for equal ids, `LimitError` where `memory` was given and does not suffice.
    """
    if engine is None:
        engine = _engine(memory, workers)
    collection = _read(source, _reading(engine, memory, workers), watch, engine)
    return scan_collection(collection, _settings(settings, changes), watch, engine)


@overload
def filter(source: Source | Any, output: None = None, **options: Any) -> FilteredTable: ...  # noqa: A001 - as below
@overload
def filter(source: Source | Any, output: Path, **options: Any) -> Filtered: ...  # noqa: A001 - as below
def filter(  # noqa: A001 - as the command
    source: Source | Any,
    output: Path | None = None,
    *,
    level: Level = "document",
    min_words: int = 10,
    keep: str | Sequence[str] = "first",
    copies: Sequence[str] = COPIES,
    threshold: float = NEAR_IDENTICAL,
    containment: float = CONTAINED,
    guard: float | None = None,
    annotate: bool = False,
    weights: Mapping[int, float] | str | None = None,
    against: Source | Any = None,
    index: str | None = None,
    contamination: bool = False,
    verdicts: Sequence[str] = (WHOLE,),
    question: str = "question",
    answer: str = "answer",
    columns: Mapping[str, str] | None = None,
    resume: bool = False,
    watch: Watch = SILENT,
    memory: int | str = 0,
    workers: int = 0,
    **changes: Any,
) -> FilteredTable | Filtered:
    """Return what stays of a corpus without its copies, and the account of what goes.

    `source` is an Arrow table, an object with the Arrow C stream interface (a frame of Polars or pandas, a relation of
    DuckDB, a reader of record batches), a ``Dataset`` of Hugging Face, record batches (also from a generator), paths,
    or documents. The result gives kept record batches when it is iterated, and is an Arrow stream itself; it has the
    tables `removed` and `clusters` and the `summary`. With an `output` folder, `source` must be paths: shards are
    written there, as ``dedup filter`` does, and the result has the summary.

    `level` is ``"document"``, ``"paragraph"`` or ``"passage"``: the last two cut what stands elsewhere out of texts, in
    paragraphs or runs of at least `min_run` words, and a text of which less than `min_words` are left goes. `keep` is
    one rule or several, such as ``["source=curated.txt", "longest"]``; `weights` are those of cluster sizes
    for `annotate`; `against` is another collection (also an index file), for which documents go; those of the file
    `index` are too, and what is kept of shards is added to it; `columns` says what a table calls its text and other
    fields. With `contamination`, `against` are files of test items, and documents go by the `verdicts` of their hits.
    Other settings can be given by name, as for `scan`. Raises `GuardError` where more than the share
    `guard` of a source would be removed.
    """
    engine = _engine(memory, workers)
    rules = keep_rules([keep] if isinstance(keep, str) else list(keep))
    chosen = FilterOptions(
        level,
        min_words,
        tuple(copies),  # type: ignore[arg-type] # checked there
        threshold,
        containment,
        rules,
        guard,
        annotate,
        FINEWEB2_WEIGHTS if weights is None else _weights(weights),
        contamination,
        tuple(verdicts),
    )
    reading = replace(_reading(engine, memory, workers), columns=columns or {})
    settings = Settings.of(changes)
    if contamination:
        others = read_items(_paths_of(against, "test items"), (question, answer), reading, watch)
    else:
        others = _against(_listed(against), index, reading, watch)
    if output is not None:
        listed = _paths_of(source, "what is written to an output folder")
        return filter_files(
            listed, output, chosen, settings, reading, watch, engine, against=others, index=index, resume=resume
        )
    reading, source = reading_for(chosen, reading), _listed(source)
    table = _arrow_table(source)
    collection = _documents(source, reading, watch) if table is None else read_table(table, reading, watch)
    if table is None:
        collection = replace(collection, rows=np.arange(1, len(collection) + 1))
    batches, schema = (collection.batches, SCHEMA) if table is None else (table.to_batches(), table.schema)
    return filter_table(batches, schema, collection, chosen, settings, watch, engine, others, columns)


def _listed(source: Any) -> Any:
    """Return a list of what a generator yields, such as record batches, and everything else as it is."""
    return list(source) if isinstance(source, Iterator) and not hasattr(source, "__arrow_c_stream__") else source


def _paths_of(source: Any, what: str) -> list[Path]:
    """Return the paths of `what`, which can only come from files; raises `UsageError` for anything else."""
    if source is None:
        return []
    listed = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    if hasattr(source, "__arrow_c_stream__") or not all(isinstance(one, (str, os.PathLike)) for one in listed):
        msg = f"{what} must be given as paths of files, not as {type(source).__name__}"
        raise UsageError(msg)
    return listed


def _arrow_table(source: Any) -> pa.Table | None:
    """Return an Arrow table on the memory of what is one, gives an Arrow stream, or is a list of batches; else None.

    That of a ``Dataset`` of Hugging Face has its rows as they were selected. Raises `UsageError` for a single column.
    """
    if isinstance(source, pa.Table):
        return source
    if hasattr(source, "__arrow_c_stream__"):
        try:
            return pa.RecordBatchReader.from_stream(source).read_all()
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            msg = f"{type(source).__name__} is no table of columns ({error}); give a table with a column of texts"
            raise UsageError(msg) from error
    if isinstance(source, Sized) and hasattr(source, "with_format") and not isinstance(source, Mapping):
        return source.with_format("arrow")[:]
    if isinstance(source, (str, os.PathLike, Collection)):
        return None
    listed = source if isinstance(source, Sequence) else None
    if listed and all(isinstance(batch, pa.RecordBatch) for batch in listed):
        return pa.Table.from_batches(listed)
    return None


def _weights(weights: Mapping[int, float] | str) -> tuple[tuple[int, float], ...]:
    """Return weights of cluster sizes, which may be written as for the command; raises `UsageError` for wrong ones."""
    written = weights if isinstance(weights, str) else ",".join(f"{size}:{each}" for size, each in weights.items())
    return cluster_weights(written)


def _against(source: Any, index: str | None, options: ReadingOptions, watch: Watch) -> Against:
    """Return the documents of what a filter is held against: paths and index files, or what is in memory."""
    listed = [source] if isinstance(source, (str, os.PathLike)) else source
    if listed is None or (isinstance(listed, Sequence) and all(isinstance(one, (str, os.PathLike)) for one in listed)):
        return read_against(listed or (), index, options, watch)
    beside = read_against((), index, options, watch)
    return Against(joined(_documents(source, options, watch), beside.collection), beside.names)


def _documents(source: Any, options: ReadingOptions, watch: Watch) -> Collection:
    table = _arrow_table(source)
    return _read(source, options, watch) if table is None else read_table(table, options, watch)


def compare(a: str | Document, b: str | Document, settings: Settings | None = None, **changes: Any) -> ScanResult:
    """Return what two texts have in common; they are called ``a`` and ``b`` where they have no id of their own."""
    documents = [text if isinstance(text, Document) else Document(name, text) for name, text in (("a", a), ("b", b))]
    return compare_documents(documents[0], documents[1], _settings(settings, changes))


def _settings(settings: Settings | None, changes: dict[str, Any]) -> Settings:
    if settings is None:
        return Settings.of(changes)
    if changes:
        msg = f"settings were given whole and by name ({', '.join(changes)}); choose one"
        raise UsageError(msg)
    return settings


def _engine(memory: int | str, workers: int) -> Engine:
    return Local(workers, _bytes(memory), private_memory() or 0)


def _bytes(memory: int | str) -> int:
    return parse_size(memory) if isinstance(memory, str) else memory


def _reading(engine: Engine, memory: int | str, workers: int) -> ReadingOptions:
    return ReadingOptions(in_memory=engine.text_limit(), max_document=document_limit(_bytes(memory)), workers=workers)


def _read(source: Source, options: ReadingOptions, watch: Watch, engine: Engine = LOCAL) -> Collection:
    if isinstance(source, Collection):
        return source
    if isinstance(source, pa.Table):
        return read_table(source, options, watch)
    if isinstance(source, (str, os.PathLike)):
        return read_paths([source], options, watch, engine)
    listed = list(source) if isinstance(source, Iterable) else [source]
    if all(isinstance(item, Document) for item in listed):
        return collection_of([item for item in listed if isinstance(item, Document)])
    if all(isinstance(item, (str, os.PathLike)) for item in listed):
        return read_paths([item for item in listed if isinstance(item, (str, os.PathLike))], options, watch, engine)
    kinds = ", ".join(dict.fromkeys(type(item).__name__ for item in listed))
    msg = f"dedup takes paths, or documents, or an Arrow table: not a mixture, and nothing else ({kinds or 'nothing'})"
    raise UsageError(msg)
