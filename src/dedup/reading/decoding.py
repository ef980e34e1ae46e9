"""Bytes of unknown encoding become text, and a note where something other than UTF-8 was taken.

UTF-8 and the byte order marks are certain and tried first. What is left is judged: mostly-UTF-8 text with a few stray
bytes keeps its UTF-8, anything else goes to charset-normalizer. No byte is dropped and no character replaced; bytes
that are no text at all raise `InputError`.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.line_ends import with_line_feeds

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

MARKS: tuple[tuple[bytes, str], ...] = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
"""Byte order marks, and what they mark."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP file or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "an xz file"),
    (b"BZh", "a bzip2 file"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
)

_MAGICS = tuple(magic for magic, _ in _MAGIC)

_MULTIBYTE = ("utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7")
"""Never guessed: without a mark, short Latin text passes for Chinese in UTF-16."""

_PREFERRED = ("cp1252", "cp1251", "cp1250")
"""Taken when detection finds them as plausible as its first choice: by far the commonest of their likes on the web.
Short texts fit many encodings equally well, and charset-normalizer breaks such ties by name."""

_OF_OLD_MACS = ("mac_roman", "mac_cyrillic")
"""Taken before those where all lines end with a carriage return: only classic Mac OS wrote such files."""

_NEARLY = 0.1
"""How much worse (in charset-normalizer's mess ratio) windows-1252 may be than a rare encoding, and still be taken:
a line of French with two accents is measured as slightly cleaner Latvian."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE = 0.02
"""Control characters a text may hold; old files have form feeds (allowed freely) and stray device codes."""

_SAMPLE = 1 << 16
"""Bytes that detection looks at; more do not change its answer and cost seconds."""

_DECLARED = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
"""Where a page's own charset is looked for; browsers stop at 1,024 bytes, saved pages put comments before it."""

Decoded = tuple[str, str | None]
"""A text, and a note on how it was decoded, if that was not plain UTF-8."""


def decode(name: str, data: bytes, encoding: str | None = None, *, markup: bool = False) -> Decoded:
    """Return the text that `data` encodes, its line ends as `dedup.line_ends` has them, and a note if it was not UTF-8.

    `encoding` is what the caller says it is; then nothing is guessed. With `markup`, a charset that the page declares
    is believed before anything is guessed. Raises `InputError` for what is not text.
    """
    text, note = _decode(name, data, encoding, markup=markup)
    return with_line_feeds(text), note


def _decode(name: str, data: bytes, encoding: str | None, *, markup: bool) -> Decoded:
    if encoding is not None:
        return _decode_as_told(name, data, encoding)
    marked = marked_encoding(data)
    if marked is not None:
        return _decode_marked(name, data, marked)
    refuse_binary(name, data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, used = _declared(data) if markup else ("", "")
        if not used:
            text, used = guess(name, data)
        _refuse_controls(name, text)
        return text, f"not UTF-8: read as {used}"
    _refuse_controls(name, text)
    return text, None


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark at the beginning names."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)


def refuse_binary(name: str, data: bytes) -> None:
    """Raise `InputError` for bytes that are known not to be text: a known file type, or NUL bytes."""
    if data.startswith(_MAGICS):
        kind = next(kind for magic, kind in _MAGIC if data.startswith(magic))
        raise InputError(name, f"binary: it is {kind}, not text")
    if b"\0" in data:
        raise InputError(name, "binary: it holds NUL bytes (text in UTF-16 without a byte order mark needs --encoding)")


def guess(name: str, data: bytes) -> tuple[str, str]:
    """Return text that is not UTF-8, decoded by the likeliest encoding, and that encoding's name.

    Stray bytes in what is otherwise UTF-8 are read as windows-1252, as browsers do; it has a character for every byte.
    Raises `InputError` where no encoding makes text of the bytes.
    """
    mended = _mended(data)
    if mended is not None:
        return mended
    # Imported here because it takes 30 ms, and most inputs are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415 - see above

    matches = from_bytes(_telling(data), cp_exclusion=list(_MULTIBYTE))
    best = matches.best()
    preferred = (*_OF_OLD_MACS, *_PREFERRED) if b"\r" in data and b"\n" not in data else _PREFERRED
    for encoding in _ranked(best, list(matches), preferred):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(name, "binary or of an unknown encoding: no encoding makes text of its bytes")


def _ranked(best: CharsetMatch | None, matches: list[CharsetMatch], preferred: tuple[str, ...]) -> list[str]:
    if best is None:
        return []
    likely = [match.encoding for match in matches]
    # Encodings that give the very same text are listed under one of them.
    level = {name for match in matches if match.chaos <= best.chaos for name in match.could_be_from_charset}
    if level.isdisjoint(preferred):
        nearly = (match for match in matches if match.chaos <= best.chaos + _NEARLY)
        level |= {"cp1252"} & {name for match in nearly for name in match.could_be_from_charset}
    return [name for name in preferred if name in level] + [best.encoding, *likely]


def _telling(data: bytes) -> bytes:
    """Return the lines that are not ASCII, up to the sample's size: only they tell encodings apart."""
    if len(data) <= _SAMPLE:
        return data
    lines = (line for line in data.split(b"\n") if not line.isascii())
    sample: list[bytes] = []
    size = 0
    for line in lines:
        sample.append(line[: _SAMPLE - size])
        size += len(line)
        if size >= _SAMPLE:
            break
    return b"\n".join(sample)


def _mended(data: bytes) -> tuple[str, str] | None:
    """Return mostly-UTF-8 text with its stray bytes mended, or None where UTF-8 is not what it mostly is."""
    text = data.decode(errors="surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    beyond = len(text) - len(re.findall("[\x00-\x7f]", text)) - stray
    if beyond < 2 * stray:  # two sound sequences for each stray byte do not come about by chance
        return None
    mended = re.sub("[\udc80-\udcff]", lambda found: _windows_1252(ord(found[0]) - 0xDC00), text)
    return mended, f"UTF-8 with {stray} stray {'byte' if stray == 1 else 'bytes'} as windows-1252"


def _windows_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five bytes are not assigned; browsers keep them as control characters
        return chr(byte)


def _declared(data: bytes) -> tuple[str, str]:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = found[1].decode("ascii").lower() if found else ""
    # On the web the ISO 8859-1 labels mean windows-1252 (WHATWG Encoding, 4.2).
    for encoding in (
        ("cp1252", label) if label in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else (label,)
    ):
        try:
            return data.decode(encoding), f"{encoding}, as the page declares"
        except (LookupError, ValueError):
            continue
    return "", ""


def _decode_as_told(name: str, data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as error:
        raise InputError(name, f"not {encoding}: {_place(error)}") from error
    _refuse_controls(name, text)
    return text, None


def _decode_marked(name: str, data: bytes, encoding: str) -> Decoded:
    mark = next(mark for mark, named in MARKS if named == encoding)
    body = data[len(mark) :]
    if encoding == "utf-8":
        text, note = decode(name, body) if body else ("", None)
        return text, note
    try:
        return body.decode(encoding), f"not UTF-8: read as {encoding}, by its byte order mark"
    except UnicodeError as error:
        raise InputError(name, f"not {encoding}, although its byte order mark says so: {_place(error)}") from error


def _place(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{error.reason} at byte {error.start}"
    return str(error)


def _refuse_controls(name: str, text: str) -> None:
    count = len(_CONTROLS.findall(text))
    if count > 1 and count > _CONTROL_SHARE * len(text):
        raise InputError(name, "binary: it holds control characters")
