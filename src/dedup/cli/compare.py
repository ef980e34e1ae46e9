"""``dedup compare``: two texts side by side, passage by passage."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dedup.cli import parameters  # noqa: TC001 - typer looks the annotations up
from dedup.cli.destination import deliver_result
from dedup.cli.exit_codes import exit_of
from dedup.cli.options import options_of
from dedup.cli.output import deliver, refuse_unwritable
from dedup.cli.progress import watching
from dedup.errors import UsageError
from dedup.report.formats import COMPARISON_FORMATS, render_comparison

if TYPE_CHECKING:
    from dedup.documents import Collection, Document
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions

EXAMPLES = """\b
Examples:
  dedup compare original.txt repost.html
  dedup compare original.txt repost.html --full --width 120
  dedup compare news.jsonl#12 news.jsonl#40 --column text=body
"""


def compare(
    context: typer.Context,
    a: parameters.A,
    b: parameters.B,
    words: parameters.Words = None,
    min_run: parameters.MinRun = None,
    rewrites: parameters.Rewrites = None,
    column: parameters.ColumnNames = None,
    encoding: parameters.Encoding = None,
    max_document: parameters.MaxDocument = None,
    extractor: parameters.Extractor = None,
    format: parameters.Format = None,
    section: parameters.Section = None,
    output: parameters.Output = None,
    force: parameters.Force = None,
    full: parameters.Full = None,
    rows: parameters.Rows = None,
    width: parameters.Width = None,
    quiet: parameters.Quiet = None,
    progress: parameters.Progress = None,
) -> None:
    """Show two texts side by side, passage by passage, with every edit marked."""
    options = options_of(context.params)
    refuse_unwritable(options.output, force=options.force)
    if a == b:
        msg = f"{a} cannot be compared with itself; dedup scan tells what it repeats"
        raise UsageError(msg)
    from dedup.report.comparison import Comparison  # noqa: PLC0415 - Arrow and NumPy load slower than help shows
    from dedup.walks.compare import compare as match  # noqa: PLC0415 - see above

    with watching(options) as watch:
        left, right = (document_at(name, options.reading(), watch) for name in (a, b))
        if left.id == right.id:  # rows of two tables may have one id; what they were called tells them apart
            left, right = replace(left, id=a), replace(right, id=b)
        result = match(left, right, options.settings)
    comparison = Comparison(left, right, result)
    if options.format in COMPARISON_FORMATS:
        deliver(render_comparison(comparison, options.format, options.render_options), options.output)
    else:
        deliver_result(result, options.destination, options.render_options)
    raise typer.Exit(exit_of(result))


def document_at(name: str, options: ReadingOptions, watch: Watch) -> Document:
    """Return the document of a name: a file, or a row of a table as ``path#row`` or ``path#id``.

    Raises `UsageError` if nothing can be read there, if there is no such row, or if there are several documents and
    the name does not say which.
    """
    from dedup.reading.inputs import read_paths, require_documents  # noqa: PLC0415 - Arrow and NumPy take longer to load than help to show

    path, row = _split_name(name)
    collection = read_paths([path], options, watch)
    require_documents(collection, [path])
    if row:
        return collection[_index(collection, path, row)]
    if len(collection) > 1:
        msg = f"{path} holds {len(collection):,} documents; {path}#1 names its first row, {path}#ID one with an id"
        raise UsageError(msg)
    return collection[0]


def _split_name(name: str) -> tuple[str, str]:
    """Return path and row; files and ids may have a ``#`` themselves, and the longest name of a file counts."""
    ends = [place for place, character in enumerate(name) if character == "#"]
    for end in (len(name), *reversed(ends)):
        if Path(name[:end]).exists():
            return name[:end], name[end + 1 :]
    path, _, row = name.partition("#")
    return path, row


def _index(collection: Collection, path: str, row: str) -> int:
    ids = collection.column("id")
    for wanted in (f"{path}#{row}", row):
        if wanted in ids:
            return ids.index(wanted)
    if row.isdecimal() and 1 <= int(row) <= len(ids):
        return int(row) - 1
    msg = f"{path} has no row {row}, and no document with that id"
    raise UsageError(msg)
