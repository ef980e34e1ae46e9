"""The program of a process that reads PDFs for another: a PDF becomes the lines of its pages, by PDFium.

`dedup.reading.readers.pdf` starts it. A few hundred bytes can keep PDFium busy without end, take all memory, or crash
it; here they cost no more than this process, which has limits of its own. Little is imported, so that it starts soon.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

import pypdfium2

from dedup.engines.memory import format_size
from dedup.engines.worker_process import answer_questions
from dedup.errors import InputError
from dedup.reading.readers.page_columns import Piece, lines_by_columns
from dedup.reading.readers.right_to_left import has_right_to_left, with_words_turned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_MEMORY = 1 << 30
"""Bytes that the process may have."""
_IN_MEMORY = 1 << 26
"""Bytes of a PDF that are kept in memory."""
_MOST_PIECES = 3000
"""Pieces of lines of a page that may be set in columns; a page of a newspaper has a thousand."""
_HYPHEN = re.compile("[\x02\ufffe\u00ad]\\s*(?=(\\w)?)")
"""What PDFium makes of a hyphen at the end of a line, and the letter behind it."""
_LAST_CHARACTER = 0x10FFFF
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")


def answer(next_part: Callable[[], Any]) -> tuple[list[list[str]], dict[str, str]]:
    """Return the lines of each page of a PDF, and the properties of the document.

    The question is its name, where the file is (None: its bytes are the next parts, up to an empty one), and how many
    characters of text it may have (0: no limit). Raises `InputError` where it cannot be read.
    """
    name, path, most = next_part()
    if path is not None:
        with open(path, "rb") as file:  # noqa: PTH123 - paths are texts here
            return _pages(name, file, most)
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        while part := next_part():
            file.write(part)
        file.seek(0)
        return _pages(name, file, most)


def _pages(name: str, file: IO[bytes], most: int) -> tuple[list[list[str]], dict[str, str]]:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        reason = "it is encrypted, with a password" if "password" in str(error).lower() else f"damaged PDF ({error})"
        raise InputError(name, reason) from error
    try:
        pages, taken = list[list[str]](), 0
        for number in range(len(document)):
            lines = _lines(document, number)
            taken += sum(map(len, lines))
            if most and taken > most:
                raise InputError(name, f"its text has more than {format_size(most)} (--max-document)")
            pages.append(lines)
        return pages, dict(document.get_metadata_dict())
    finally:
        document.close()


def _lines(document: Any, number: int) -> list[str]:
    """Return the lines of a page that hold text; none of a page that is damaged."""
    try:
        page = document[number].get_textpage()
        text = page.get_text_bounded()
        by_columns = lines_by_columns(_pieces(page))
    except pypdfium2.PdfiumError:
        return []
    if by_columns is not None:
        text = "\n".join(by_columns)
    if has_right_to_left(text):
        text = with_words_turned(text, _letters(page))
    text = _CONTROLS.sub("", _HYPHEN.sub(_joint, text))
    return [line for each in re.split(r"\r\n|[\r\n\f\v]", text) if (line := " ".join(each.split()))]


def _pieces(page: Any) -> list[Piece]:
    """Return the pieces of the lines of a page, in the order in which they are written; none where they are many."""
    count = page.count_rects()
    if count > _MOST_PIECES:
        return []
    return [Piece(page.get_text_bounded(*edges), *edges) for edges in map(page.get_rect, range(count))]


def _letters(page: Any) -> Iterator[tuple[str, float]]:
    """Yield the characters of a page with the places of their left edges; one without a place has none at all."""
    for number in range(page.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(page, number)
        with suppress(pypdfium2.PdfiumError):
            yield chr(min(code, _LAST_CHARACTER)), page.get_charbox(number, loose=True)[0]


def _joint(found: re.Match[str]) -> str:
    """Return what joins the parts of a word that was divided at the end of a line."""
    following = found[1] or ""
    return "-" if following.isupper() or following.isdigit() else ""


def _limit() -> None:
    """Let the system refuse too much memory, keep no image of a crash, and drop what PDFium says when it fails."""
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - as above
        os.dup2(nothing.fileno(), 2)
    with suppress(ImportError, OSError, ValueError):  # not every system has limits
        import resource  # noqa: PLC0415 - see above

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    _limit()
    answer_questions(answer)
