"""What ``dedup check`` reads: the content, and what it is compared with: paths, a git revision, and indexes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.gate.corpus import EMPTY, NONE_UNREAD, Unread, joined, unquoted
from dedup.index.store import is_index
from dedup.reading.inputs import read_paths, require_documents
from dedup.reading.revision import read_revision

if TYPE_CHECKING:
    from dedup.cli.check_options import CheckOptions
    from dedup.documents import Collection
    from dedup.progress import Watch


@dataclass(frozen=True, slots=True)
class CheckInputs:
    """The content of a check, what it is compared with, and what was left unread of a revision or an index."""

    content: Collection
    before: Collection
    revision: str | None = None
    unread: Unread = NONE_UNREAD


def read_inputs(options: CheckOptions, watch: Watch) -> CheckInputs:
    """Return the inputs of a check. Only what has changed since a revision is read of the content.

    Raises `UsageError` where nothing can be read, or where it is unclear which paths of a revision are meant.
    """
    if options.revision is not None and not options.against:
        return _changed(options, options.revision, watch)
    content = read_paths(options.paths, options.reading(), watch)
    require_documents(content, options.paths)
    indexes = [path for path in options.against if is_index(path)]
    if indexes and options.revision is not None:
        msg = f"{indexes[0]} is an index, and in no revision; use --against-ref or an index"
        raise UsageError(msg)
    paths = [path for path in options.against if path not in indexes]
    if options.revision is not None:
        revision, before = read_revision(options.revision, paths, options.reading(), watch)
        return CheckInputs(content, before, revision=revision.name)
    before, unread = _with_indexes(options, indexes, content, _documents(options, paths, watch))
    return CheckInputs(content, before, unread=Unread(against=unread))


def _changed(options: CheckOptions, revision: str, watch: Watch) -> CheckInputs:
    from dedup.walks.changed import read_changed  # noqa: PLC0415 - few checks have a revision

    if not any(Path(path).is_dir() for path in options.paths):
        msg = f"name with --against what of {revision} to compare {', '.join(options.paths)} with"
        raise UsageError(msg)
    found = read_changed(revision, options.paths, options.reading(), options.common.settings, watch)
    if found.revision.name != revision:
        watch.tell(f"nothing has changed since {revision}, which is checked out: compared with {found.revision.name}")
    unread = Unread(found.unchanged, found.unread)
    return CheckInputs(found.content, found.before, revision=found.revision.name, unread=unread)


def _documents(options: CheckOptions, paths: list[str], watch: Watch) -> Collection:
    if not paths:
        return EMPTY
    found = read_paths(paths, options.reading(), watch)
    require_documents(found, paths)
    return found


def _with_indexes(
    options: CheckOptions, indexes: list[str], content: Collection, before: Collection
) -> tuple[Collection, int]:
    """Return the documents that were read, with those of the indexes after them, and how many were not read."""
    from dedup.index.store import open_store  # noqa: PLC0415 - most checks have no index
    from dedup.walks.against_index import documents_to_compare  # noqa: PLC0415 - see above

    settings = options.rules.sought(options.common.settings)
    queries = unquoted(content) if options.rules.quotes == "ignore" else content
    unread = 0
    for index in indexes:
        with open_store(index) as store:
            read, size = documents_to_compare(store, queries, settings, alone=not len(before))
        unread += size - len(read)
        before = joined(before, read)
    return before, unread
