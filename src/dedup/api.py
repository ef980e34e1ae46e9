"""What `import dedup` offers: scan, compare and sign, for paths, documents and Arrow tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from dedup.documents import Collection, Document, collection_of
from dedup.engines.local import Local
from dedup.engines.memory import parse_size, private_memory
from dedup.errors import UsageError
from dedup.progress import SILENT
from dedup.reading.inputs import read_paths, read_table
from dedup.reading.options import ReadingOptions
from dedup.settings import Settings
from dedup.sketch.signatures import sign
from dedup.walks.compare import compare as compare_documents
from dedup.walks.scan import scan as scan_collection

if TYPE_CHECKING:
    from dedup.engines.engine import Engine
    from dedup.progress import Watch
    from dedup.results import ScanResult

__all__ = ["compare", "scan", "sign"]

Path: TypeAlias = str | os.PathLike[str]
Source: TypeAlias = Path | Sequence[Path] | Iterable[Document] | Collection | pa.Table


def scan(
    source: Source,
    settings: Settings | None = None,
    *,
    watch: Watch = SILENT,
    memory: int | str = 0,
    workers: int = 0,
    **changes: Any,
) -> ScanResult:
    """Return what repeats inside each document, which documents are copies, and where they come from.

    `source` is a path, several, `Document` objects, or an Arrow table with a ``text`` (or ``html``) column. Settings
    can be given whole or by name: ``scan("seeds/", min_run=20)``. `memory` is the most to use, in bytes or as in
    ``"4GB"`` (half of what is free), `workers` the number of threads (one a processor): neither changes what is found.
    Inputs that cannot be read are listed in the result; `UsageError` is raised for paths that do not exist, for
    settings out of range and for equal ids, `LimitError` where `memory` was given and does not suffice.
    """
    engine = Local(workers, parse_size(memory) if isinstance(memory, str) else memory, private_memory() or 0)
    return scan_collection(_collection(source, engine, watch), _settings(settings, changes), watch, engine)


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


def _collection(source: Source, engine: Engine, watch: Watch) -> Collection:
    options = ReadingOptions(in_memory=engine.text_limit())
    if isinstance(source, Collection):
        return source
    if isinstance(source, pa.Table):
        return read_table(source)
    if isinstance(source, (str, os.PathLike)):
        return read_paths([source], options, watch)
    listed = list(source)
    if all(isinstance(item, Document) for item in listed):
        return collection_of([item for item in listed if isinstance(item, Document)])
    if all(isinstance(item, (str, os.PathLike)) for item in listed):
        return read_paths([item for item in listed if isinstance(item, (str, os.PathLike))], options, watch)
    msg = "scan takes paths, or documents, or an Arrow table: not a mixture, and nothing else"
    raise UsageError(msg)
