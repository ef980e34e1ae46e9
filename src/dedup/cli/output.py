"""Where output goes: a report to standard output or a file, whole or not at all; messages to standard error."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dedup.cli.replaceable import refuse_foreign
from dedup.errors import OutputError, UsageError
from dedup.reading.failures import refusal_to_write
from dedup.report.display_text import clean, one_line
from dedup.report.escaping import inert_lines

if TYPE_CHECKING:
    from collections.abc import Iterable


def refuse_unwritable(file: str | None, *, force: bool = False, baseline: bool = False) -> None:
    """Raise `OutputError` for a file that cannot or, without `force`, may not be written, before work is done in vain.

    `baseline` says that a baseline is written, and not a report: each replaces its own kind only.
    """
    if file is None:
        return
    path = Path(file)
    try:
        path.resolve()
    except (OSError, RuntimeError) as error:  # before Python 3.13, a RuntimeError
        msg = f"{file} cannot be written: it is a symbolic link that leads to itself, or its folder is gone"
        raise OutputError(msg) from error
    if path.is_dir():
        msg = f"{file} cannot be written: it is a folder"
        raise OutputError(msg)
    if not path.parent.is_dir():
        msg = f"{file} cannot be written: there is no folder {path.parent}"
        raise OutputError(msg)
    place = path if _is_special(path) else path.parent
    if not os.access(place, os.W_OK):
        msg = f"{file} cannot be written: {refusal_to_write(place)}"
        raise OutputError(msg)
    if not force:
        refuse_foreign(file, baseline=baseline)


def refuse_equal(files: Iterable[str]) -> None:
    """Raise `UsageError` where two of the files to write are one; a pipe or a device may take several reports."""
    seen: set[Path] = set()
    for file in files:
        path = Path(file).resolve()
        if path in seen and not _is_special(path):
            msg = f"two reports would be written to {file}; name a file for each"
            raise UsageError(msg)
        seen.add(path)


def refuse_input(read: str, file: str | None, *, force: bool = False) -> None:
    """Raise `OutputError` where a report would replace the file that it is made from."""
    if file is None or force or read == "-" or not (Path(file).is_file() and Path(read).exists()):
        return
    if Path(read).samefile(file):
        msg = f"{file} is an input, and would be replaced by what is written; --force replaces it"
        raise OutputError(msg)


def deliver(report: str | bytes | Iterable[bytes], file: str | None) -> None:
    """Write the report, a string, its UTF-8 or that in pieces, to the file, or to standard output if that is None.

    Raises `OutputError` when it cannot be written. That nobody reads on (a closed pipe) is no error.
    """
    if file is None:
        _print(report)
        return
    try:
        write_whole(Path(file), _pieces(report))
    except OSError as error:
        msg = f"{file} cannot be written: {error.strerror}"
        raise OutputError(msg) from error


def _pieces(report: str | bytes | Iterable[bytes]) -> Iterable[bytes]:
    """Return the UTF-8 of a report in pieces of whole characters."""
    if isinstance(report, str):
        return (report.encode(),)
    return (report,) if isinstance(report, bytes) else report


def _print(report: str | bytes | Iterable[bytes]) -> None:
    if sys.stdout is None:
        msg = "standard output cannot be written: it is closed"
        raise OutputError(msg)
    try:
        if sys.stdout.isatty():
            _replace_missing_characters()
            for piece in _pieces(report):
                sys.stdout.write(piece.decode())
        else:
            # What is piped or redirected is UTF-8 everywhere, whatever the locale, and keeps its line ends.
            sys.stdout.buffer.writelines(_pieces(report))
        sys.stdout.flush()
    except BrokenPipeError:
        discard(sys.stdout)
    except OSError as error:
        discard(sys.stdout)
        msg = f"standard output cannot be written: {error.strerror}"
        raise OutputError(msg) from error


def _replace_missing_characters() -> None:
    """Let a terminal that lacks a character show another one, instead of failing."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def say(message: str, stream: TextIO | None = None) -> None:
    """Write a message on a line of its own to standard error, or to this stream; it is lost where nobody reads it."""
    stream = stream or sys.stderr
    try:
        print(f"dedup: {shown_message(message)}", file=stream, flush=True)
    except OSError:  # a closed pipe, a full disk: the report is what counts
        discard(stream)


def shown_message(message: str) -> str:
    """Return the message on one line, without what a terminal or a log would obey: it may hold a file's name."""
    return inert_lines(clean(one_line(message)))


def discard(stream: TextIO) -> None:
    """Point a stream to nowhere, or the interpreter complains of what it cannot flush when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Write a file, which is there when all of it was written; raises `OSError`."""
    if _is_special(path):
        with path.open("wb") as pipe:
            pipe.writelines(content)
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Return whether the path is there and is no file: a pipe or a device, which nothing can replace."""
    return path.exists() and not path.is_file()
