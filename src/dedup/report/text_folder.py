"""The texts of the documents that a result lists, as a folder of UTF-8 files, beside a saved result.

A saved result has places in texts, but not the texts. `text_files` makes the files and `TextFolder` reads them again.
``index.json`` names the file of each document. Ids may be paths or anything else, so the names of files are numbered.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dedup.errors import ResultError
from dedup.lazy_sequences import column_of
from dedup.report.json_encoding import encode_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.results import ScanResult

INDEX = "index.json"
SCHEMA = "dedup.texts/1"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_LENGTH = 60


def listed_documents(result: ScanResult) -> list[str]:
    """Return the ids of the documents that findings of a result name, in the order of the findings."""
    names: dict[str, None] = {}
    for a, b in zip(column_of(result.copies, "a"), column_of(result.copies, "b"), strict=True):
        names |= {a: None, b: None}
    for a, b in zip(column_of(result.rewrites, "a"), column_of(result.rewrites, "b"), strict=True):
        names |= {a: None, b: None}
    for cluster in result.clusters:
        names |= dict.fromkeys(cluster.members)
    names |= dict.fromkeys(column_of(result.repetitions, "document"))
    names |= dict.fromkeys(provenance.document for provenance in result.provenance)
    for members in (*(group.members for group in result.templates), *(group.members for group in result.summed_up)):
        names |= dict.fromkeys(members)
    return list(names)


def text_files(result: ScanResult) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of the folder; the index comes last."""
    files = {}
    for number, document in enumerate(listed_documents(result), start=1):
        files[document] = f"{number:06d}-{_safe(document)}.txt"
        yield files[document], result.text(document).encode()
    yield INDEX, encode_json({"schema": SCHEMA, "texts": files})


def _safe(document: str) -> str:
    """Return the end of an id as a part of a file name."""
    return _UNSAFE.sub("-", document)[-_NAME_LENGTH:].strip(".-") or "document"


class TextFolder:
    """The texts of a folder that `text_files` made, each read when it is asked for."""

    def __init__(self, folder: str) -> None:
        """Read the index of the folder; a folder without one is a `ResultError`."""
        self.folder = Path(folder)
        self._files = read_index(self.folder)

    def text(self, document: str) -> str | None:
        """Return the text of a document; None if the folder has none, `ResultError` if it cannot be read."""
        name = self._files.get(document)
        if name is None:
            return None
        try:
            return (self.folder / name).read_bytes().decode()
        except OSError as error:
            msg = f"{self.folder / name} cannot be read: {error.strerror}"
            raise ResultError(msg) from error
        except UnicodeDecodeError as error:
            msg = f"{self.folder / name} is not UTF-8, as dedup scan --texts writes it"
            raise ResultError(msg) from error


def read_index(folder: Path) -> dict[str, str]:
    """Return the file of each document; `ResultError` if the folder has no index of this schema."""
    try:
        index: Any = msgspec.json.decode((folder / INDEX).read_bytes())
    except OSError as error:
        msg = f"{folder} is no folder that dedup scan --texts wrote: {INDEX} cannot be read ({error.strerror})"
        raise ResultError(msg) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        msg = f"{folder / INDEX} is not JSON: {error}"
        raise ResultError(msg) from error
    files = index.get("texts") if isinstance(index, dict) and index.get("schema") == SCHEMA else None
    if not isinstance(files, dict) or not all(map(_is_plain_name, files.values())):
        msg = f"{folder / INDEX} is not an index that dedup scan --texts writes, of the schema {SCHEMA!r}"
        raise ResultError(msg)
    return files


def _is_plain_name(name: object) -> bool:
    """Return whether a name is a file of the folder itself: an index cannot lead out of it."""
    return isinstance(name, str) and bool(name) and not name.startswith(".") and _UNSAFE.search(name) is None
