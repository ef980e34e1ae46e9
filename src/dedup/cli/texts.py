"""``--texts FOLDER``: the texts of listed documents are written whole or not at all; no other file is overwritten."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import OutputError, ResultError
from dedup.reading.failures import refusal_to_write

if TYPE_CHECKING:
    from dedup.results import ScanResult


def refuse_used_folder(folder: str | None) -> None:
    """Raise `OutputError` for a folder that cannot be written, or that holds anything but such texts."""
    if folder is None:
        return
    path = Path(folder)
    if not path.resolve().parent.is_dir():
        msg = f"{folder} cannot be written: there is no folder {path.resolve().parent}"
        raise OutputError(msg)
    if path.exists() and not path.is_dir():
        msg = f"{folder} cannot be written: it is a file"
        raise OutputError(msg)
    if path.is_dir() and not _holds_texts_only(path):
        msg = f"{folder} cannot be written: it holds other files; --texts takes a new folder, or one that it wrote"
        raise OutputError(msg)
    if not os.access(path.resolve().parent, os.W_OK):
        msg = f"{folder} cannot be written: {refusal_to_write(path.resolve().parent)}"
        raise OutputError(msg)


def _holds_texts_only(path: Path) -> bool:
    from dedup.report.text_folder import INDEX, read_index  # noqa: PLC0415 - msgspec loads slower than help shows

    found = {each.name for each in path.iterdir()}
    if not found:
        return True
    try:
        return found <= {INDEX, *read_index(path).values()}
    except ResultError:
        return False


def write_texts(result: ScanResult, folder: str) -> None:
    """Write the texts of the documents that a result lists; a folder of texts that is there is replaced."""
    from dedup.report.text_folder import text_files  # noqa: PLC0415 - see above

    path = Path(folder).resolve()
    draft, former = (path.with_name(f".{path.name}.{os.getpid()}.{end}") for end in ("part", "former"))
    try:
        draft.mkdir()
        for name, content in text_files(result):
            (draft / name).write_bytes(content)
        refuse_used_folder(folder)
        if path.exists():
            path.rename(former)
        draft.rename(path)
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}"
        raise OutputError(msg) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)
