"""``dedup index``: one file of documents that were seen before, and what can be done with it."""

# ruff: noqa: A002, ARG001 - typer reads the options, as they are called, from the signature; their values come
# together, in the context

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dedup.cli import parameters  # noqa: TC001 - typer looks the annotations up
from dedup.cli.configuration import configured_here
from dedup.cli.destination import deliver_result
from dedup.cli.exit_codes import Exit, exit_of
from dedup.cli.options import given_of, options_of, settings_among
from dedup.cli.output import deliver, refuse_unwritable
from dedup.cli.progress import watching
from dedup.errors import UsageError
from dedup.report.display_text import clean
from dedup.report.escaping import inert_json, inert_lines
from dedup.report.formats import ROW_FORMATS, SCAN_FORMATS
from dedup.report.number_format import counted
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dedup.cli.options import Options
    from dedup.documents import Collection
    from dedup.index.store import Store
    from dedup.progress import Watch
    from dedup.results import ScanResult
    from dedup.walks.lookup import Lookup

EXAMPLES = """\b
Examples:
  dedup index add published.dedup content/
  dedup index lookup published.dedup draft.md
  dedup index scan published.dedup --format json --output result.json
  dedup index remove published.dedup content/withdrawn.md
  dedup index info published.dedup
  dedup index verify published.dedup
"""

_WHAT = {"add": "files, folders, globs or -", "lookup": "files, folders, globs or -", "remove": "ids"}
"""What stands behind the index; the other actions take nothing more."""
_FORMATS = ("table", "json", "markdown")
"""The formats of all actions but scan."""

Action = Annotated[
    str,
    typer.Argument(
        metavar="ACTION",
        help="add (documents; a changed one replaces what was there), remove (by id), lookup (what the index holds of "
        "new documents), scan (all that it holds), info, verify.",
    ),
]
Index = Annotated[
    str,
    typer.Argument(
        metavar="INDEX",
        help="The index: a file, which add makes if it is not there, or redis://HOST:PORT/N for one that is shared.",
    ),
]
What = Annotated[
    list[str] | None,
    typer.Argument(metavar="WHAT", help="For add and lookup: files, folders, globs, or -. For remove: ids."),
]
Site = Annotated[
    bool,
    typer.Option(
        "--site",
        help="For add: read the content of a site as check does, for an index that a check is held against: also "
        "AsciiDoc and templates, with dates of file names; pages without text are no failure.",
    ),
]


def index(
    context: typer.Context,
    action: Action,
    index: Index,
    what: What = None,
    site: Site = False,
    threshold: parameters.Threshold = None,
    recall: parameters.Recall = None,
    words: parameters.Words = None,
    min_run: parameters.MinRun = None,
    min_shared: parameters.MinShared = None,
    min_repeated: parameters.MinRepeated = None,
    all_pairs: parameters.AllPairs = None,
    list_all: parameters.ListAll = None,
    pair_limit: parameters.PairLimit = None,
    column: parameters.ColumnNames = None,
    ignore: parameters.Ignore = None,
    hidden: parameters.Hidden = None,
    encoding: parameters.Encoding = None,
    max_document: parameters.MaxDocument = None,
    extractor: parameters.Extractor = None,
    format: parameters.Format = None,
    table: parameters.Table = None,
    section: parameters.Section = None,
    output: parameters.Output = None,
    force: parameters.Force = None,
    rows: parameters.Rows = None,
    width: parameters.Width = None,
    quiet: parameters.Quiet = None,
    progress: parameters.Progress = None,
) -> None:
    """Keep documents in a file, so that a new text is compared with all of them in a moment."""
    configured = configured_here()
    if action not in _ACTIONS:
        msg = f"dedup index can {', '.join(_ACTIONS)}, not {action!r}"
        raise UsageError(msg)
    if bool(what) != (action in _WHAT):
        wants = "takes nothing more" if what else f"needs {_WHAT[action]} behind it"
        msg = f"dedup index {action} INDEX {wants}"
        raise UsageError(msg)
    formats = (*SCAN_FORMATS, *ROW_FORMATS) if action == "scan" else _FORMATS
    if format not in (None, *formats):
        msg = f"dedup index {action} has no format {format!r}; its formats are {', '.join(formats)}"
        raise UsageError(msg)
    options = options_of(context.params, configured, formats)
    refuse_unwritable(options.output, force=options.force)
    given = settings_among({**configured, **given_of(context.params)})
    with watching(options) as watch:
        call = _IndexCall(index, what or [], options, given, watch, site=site)
        report, code = (_shared if index.startswith(("redis://", "rediss://")) else _ACTIONS[action])(call, action)
    if isinstance(report, str):
        deliver(report, options.output)
    else:
        deliver_result(report, options.destination, options.render_options)
    raise typer.Exit(code)


class _IndexCall:
    """One call of the command: the index, the other arguments, the options, and the settings that were given."""

    def __init__(
        self, path: str, what: list[str], options: Options, given: dict[str, Any], watch: Watch, *, site: bool
    ) -> None:
        self.path = path
        self.what = what
        self.options = options
        self.given = given
        self.watch = watch
        self.site = site

    def open(self, *, write: bool) -> Store:
        """Return the open index; settings that were given must fit it."""
        from dedup.index.store import open_store  # noqa: PLC0415 - NumPy takes longer to load than help takes to show

        file = Path(self.path)
        is_new = write and not (file.is_file() and file.stat().st_size)
        store = open_store(self.path, write=write, settings=Settings(**self.given) if is_new else None)
        store.header.refuse(self.settings(store))
        return store

    def settings(self, store: Store) -> Settings:
        """Return the settings of the index, and those that were given."""
        return _changed(store.header.settings(), self.given)

    def read(self) -> Collection:
        """Return the documents that the arguments name."""
        from dedup.reading.inputs import read_paths, require_documents  # noqa: PLC0415 - see `open`

        collection = read_paths(self.what, replace(self.options.reading(), site=self.site), self.watch)
        require_documents(collection, self.what)
        return collection

    def report(self, values: dict[str, Any], sentence: str) -> str:
        """Return the values as JSON where the format asks for it, else the sentence."""
        if self.options.format == "json":
            return inert_json(json.dumps(values, ensure_ascii=False, indent=2).encode()).decode() + "\n"
        return inert_lines("\n".join(map(clean, sentence.split("\n")))) + "\n"


def _changed(known: Settings, given: dict[str, Any]) -> Settings:
    """Return the settings of an index with those that were given; fingerprints are never longer than min-run."""
    follows = min(known.fingerprint_words, given.get("min_run", known.min_run))
    return replace(known, **{"fingerprint_words": follows, **given})


def _add(call: _IndexCall, _action: str) -> tuple[str, int]:
    from dedup.index.update import add  # noqa: PLC0415 - see `_IndexCall.open`

    collection = call.read()
    with call.open(write=True) as store:
        change = add(store, collection, call.watch)
        total = store.state["documents"]
    values = asdict(change) | {"documents": total, "unreadable": len(collection.unreadable)}
    counts = f"{change.added} added, {change.replaced} replaced, {change.unchanged} unchanged"
    code = Exit.INCOMPLETE if collection.unreadable else Exit.DONE
    return call.report(values, f"{call.path}: {counts}; it holds {counted(total, 'document')}"), code


def _remove(call: _IndexCall, _action: str) -> tuple[str, int]:
    from dedup.index.update import remove  # noqa: PLC0415 - see `_IndexCall.open`

    call.open(write=False).close()  # what is not there is not made
    with call.open(write=True) as store:
        change = remove(store, call.what)
        total = store.state["documents"]
    sentence = f"{call.path}: {change.removed} removed; it holds {counted(total, 'document')}"
    return call.report(asdict(change) | {"documents": total}, sentence), Exit.DONE


def _info(call: _IndexCall, _action: str) -> tuple[str, int]:
    from dedup.index.inspection import describe_index  # noqa: PLC0415 - see `_IndexCall.open`

    with call.open(write=False) as store:
        values = describe_index(store)
    room = max(map(len, values))
    return call.report(
        values, "\n".join(f"{name.replace('_', ' '):{room}}  {value}" for name, value in values.items())
    ), Exit.DONE


def _verify(call: _IndexCall, _action: str) -> tuple[str, int]:
    from dedup.index.inspection import faults  # noqa: PLC0415 - see `_IndexCall.open`

    with call.open(write=False) as store:
        found = faults(store, call.watch)
        total = store.state["documents"]
    sentence = "\n".join(found) or f"{call.path}: {counted(total, 'document')}, all as they were added"
    return call.report({"documents": total, "faults": found}, sentence), Exit.OBJECTED if found else Exit.DONE


def _scan(call: _IndexCall, _action: str) -> tuple[ScanResult, int]:
    from dedup.walks.index import rescan  # noqa: PLC0415 - see `_IndexCall.open`

    call.open(write=False).close()  # what is not there is not made
    # What a scan finds is kept in the index, where it can be written.
    with call.open(write=_is_writable(call.path)) as store:
        result = rescan(store, call.settings(store), call.watch)
    return result, exit_of(result)


def _is_writable(path: str) -> bool:
    """Return whether a file can be changed; SQLite needs its folder for that too."""
    return os.access(path, os.W_OK) and os.access(Path(path).resolve().parent, os.W_OK)


def _lookup(call: _IndexCall, _action: str) -> tuple[str, int]:
    from dedup.walks.lookup import lookup  # noqa: PLC0415 - see `_IndexCall.open`

    with call.open(write=False) as store:
        collection = call.read()
        found = lookup(store, collection, call.settings(store))
    return _lookup_report(call, found, collection)


def _lookup_report(call: _IndexCall, found: Sequence[Lookup], collection: Collection) -> tuple[str, int]:
    values = {"index": call.path, "documents": [asdict(each) for each in found]}
    code = Exit.INCOMPLETE if collection.unreadable else Exit.DONE
    shown = call.report(values, "") if call.options.format == "json" else inert_lines(_drawn(found, call.options))
    return shown, code


def _shared(call: _IndexCall, action: str) -> tuple[str, int]:
    """Do the same with a shared index, which knows no scan and no verification."""
    from dedup.index.shared import open_shared_index  # noqa: PLC0415 - see `_IndexCall.open`
    from dedup.walks.index import lookup_shared  # noqa: PLC0415 - see `_IndexCall.open`

    with open_shared_index(call.path, Settings(**call.given) if call.given else None) as shared:
        if action == "lookup":
            collection = call.read()
            settings = _changed(shared.header.settings(), call.given)
            return _lookup_report(call, lookup_shared(shared, collection, settings), collection)
        if action == "info":
            values = asdict(shared.header) | {"documents": len(shared)}
            return call.report(values, "\n".join(f"{name}  {value}" for name, value in values.items())), Exit.DONE
        if action not in ("add", "remove"):
            msg = f"a shared index can add, remove, lookup, info, not {action}"
            raise UsageError(msg)
        change = shared.add(call.read()) if action == "add" else shared.remove(call.what)
        counts = f"{change.added} added, {change.replaced} replaced, {change.removed} removed"
        return call.report(
            asdict(change), f"{call.path}: {counts}; it holds {counted(len(shared), 'document')}"
        ), Exit.DONE


def _drawn(found: Sequence[Lookup], options: Options) -> str:
    """Return what was found, drawn for a terminal or in a markup."""
    from dedup.report.markup import MARKDOWN  # noqa: PLC0415 - only a look-up draws tables
    from dedup.report.sections.lookup import lookup_section  # noqa: PLC0415 - see above
    from dedup.report.table import draw_sections  # noqa: PLC0415 - see above

    drawn_as = (
        replace(options.render_options, table=MARKDOWN) if options.format == "markdown" else options.render_options
    )
    matches = [(each.document, each.matches) for each in found]
    return draw_sections([lookup_section(matches, drawn_as.max_rows)], drawn_as)


_ACTIONS: dict[str, Callable[[_IndexCall, str], tuple[str | ScanResult, int]]] = {
    "add": _add,
    "remove": _remove,
    "lookup": _lookup,
    "scan": _scan,
    "info": _info,
    "verify": _verify,
}
