"""What ``dedup check`` compares the content with: paths, a git revision, and indexes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dedup.documents import collection_of
from dedup.errors import UsageError
from dedup.gate.corpus import EMPTY, NO_INDEX, IndexMatches, unquoted
from dedup.reading.inputs import read_paths
from dedup.reading.revision import read_revision

if TYPE_CHECKING:
    from dedup.cli.check_options import CheckOptions
    from dedup.documents import Collection, Document
    from dedup.matches import Match
    from dedup.progress import Watch

_SQLITE = b"SQLite format 3\0"
"""The first bytes of every index file."""


def read_against(options: CheckOptions, content: Collection, watch: Watch) -> tuple[Collection, IndexMatches]:
    """Return the earlier documents, and the matches of the content in indexes; both are empty if nothing is named.

    Raises `UsageError` where nothing can be read, or where it is unclear which paths of a revision are meant.
    """
    indexes = [path for path in options.against if is_index(path)]
    if indexes and options.revision is not None:
        msg = f"{indexes[0]} is an index, and in no revision; use --against-ref or an index"
        raise UsageError(msg)
    paths = [path for path in options.against if path not in indexes]
    before = _documents(options, paths, watch) if paths or not indexes else EMPTY
    return before, _index_matches(options, indexes, content, before) if indexes else NO_INDEX


def is_index(path: str) -> bool:
    """Return whether a path is that of an index file."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _documents(options: CheckOptions, paths: list[str], watch: Watch) -> Collection:
    if options.revision is not None:
        if not paths and not any(Path(path).is_dir() for path in options.paths):
            msg = f"name with --against what of {options.revision} to compare {', '.join(options.paths)} with"
            raise UsageError(msg)
        return read_revision(options.revision, paths or options.paths, options.common.reading(), watch)
    if not paths:
        return EMPTY
    found = read_paths(paths, options.common.reading(), watch)
    if not len(found):
        msg = f"nothing could be read from {', '.join(paths)}"
        raise UsageError(msg)
    return found


def _index_matches(options: CheckOptions, indexes: list[str], content: Collection, before: Collection) -> IndexMatches:
    """Return the matches of the content in the indexes, without those in documents that were read already."""
    from dedup.index.store import open_store  # noqa: PLC0415 - most checks have no index
    from dedup.index.texts import find_document, read_document  # noqa: PLC0415 - see above
    from dedup.walks.lookup import lookup  # noqa: PLC0415 - see above

    settings = options.rules.sought(options.common.settings)
    queries = unquoted(content) if options.rules.quotes == "ignore" else content
    read_already = set(before.column("id"))
    documents: dict[str, Document] = {}
    matches: list[Match] = []
    size, mine = 0, frozenset[str]()
    for index in indexes:
        with open_store(index) as store:
            found = [match for one in lookup(store, queries, settings) for match in one.matches]
            for match in found:
                if match.a not in read_already and (entry := find_document(store, match.a)) is not None:
                    documents.setdefault(match.a, read_document(store, entry.key))
            matches += [match for match in found if match.a not in read_already]
            read_already |= documents.keys()
            size += store.state["documents"]
            mine |= {name for name in content.column("id") if find_document(store, name) is not None}
    return IndexMatches(collection_of(documents.values()), tuple(matches), size, mine)
