"""Bytes of unknown encoding become text, and a note where they are not UTF-8: all at once, or line by line.

UTF-8 and the byte order marks are certain and tried first. Otherwise the encoding is guessed: mostly-UTF-8 text with a
few stray bytes keeps its UTF-8, and charset-normalizer guesses the encoding of any other. No byte is dropped and no
character replaced; bytes that are not text raise `InputError`.

Formats with one row a line are never in memory as a whole: their chunks become UTF-8 where a byte order mark or the
call names the encoding (`utf8_chunks`), and a `LineDecoder` guesses the encoding of each line that is not UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.line_ends import with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from charset_normalizer import CharsetMatch

    from dedup.reading.builder import DocumentBuilder

_MARKS: tuple[tuple[bytes, str], ...] = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
"""Byte order marks, and the encodings that they stand for."""

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

_CLASSIC_MAC = ("mac_roman", "mac_cyrillic")
"""Preferred to those where all lines end with a carriage return: only classic Mac OS wrote such files."""

_NEARLY = 0.1
"""How much worse (in charset-normalizer's mess ratio) windows-1252 may be than a rare encoding, and still be taken:
a line of French with two accents is measured as slightly cleaner Latvian."""

_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_CONTROL_SHARE = 0.02
"""Control characters a text may hold; old files have form feeds (allowed freely) and stray device codes."""

_FEW_CONTROLS, _SURE_SHARE = 8, 0.2
"""Control characters that a text may hold whatever its length, and the share that no text or page has."""
_NULS_OF_PAGE = 0.01
"""Share of NUL bytes that a page may have; in UTF-16 it is a half."""

_SAMPLE = 1 << 16
"""Bytes that detection gets; more do not change its answer and cost seconds."""

_DECLARED = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
"""Bytes in which a page's own charset is looked for; browsers stop at 1,024, saved pages put comments before it."""

_SNIFFED = 8192
"""First bytes of an input, which must not be those of a binary file."""

Decoded = tuple[str, str | None]
"""A text, and a note on how it was decoded, if that was not plain UTF-8."""


def decode(name: str, data: bytes, encoding: str | None = None, *, markup: bool = False) -> Decoded:
    """Return the text that `data` encodes, its line ends as `dedup.line_ends` has them, and a note if it was not UTF-8.

    `encoding` is what the caller says it is; then nothing is guessed. With `markup`, a charset that the page declares
    is believed before anything is guessed. Raises `InputError` for what is not text.
    """
    text, note = _decode(name, data, encoding, markup=markup)
    return with_line_feeds(text), note


def decode_and_note(
    name: str, data: bytes, encoding: str | None, builder: DocumentBuilder, *, markup: bool = False
) -> str:
    """Return the text of `decode`, and note for the input of this name how it was decoded, if it was not UTF-8."""
    text, note = decode(name, data, encoding, markup=markup)
    if note:
        builder.note(name, note)
    return text


def as_utf8(data: bytes, encoding: object) -> bytes:
    """Return the bytes in UTF-8 where they are text in the encoding that something around them states.

    Where nothing is stated, or what does not fit, the bytes stay as they are, and `decode` finds their encoding.
    """
    try:
        return data.decode(encoding).encode() if isinstance(encoding, str) and encoding else data
    except (LookupError, ValueError):
        return data


def _decode(name: str, data: bytes, encoding: str | None, *, markup: bool) -> Decoded:
    if encoding is not None:
        return _decode_as(name, data, encoding)
    marked = _marked_encoding(data)
    if marked is not None:
        return _decode_marked(name, data, marked)
    _refuse_binary(name, data, markup=markup)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, used = _declared(data) if markup else ("", "")
        if not used:
            text, used = _guess(name, data)
        _refuse_controls(name, text, markup=markup)
        return text, f"not UTF-8: read as {used}"
    _refuse_controls(name, text, markup=markup)
    return text, None


def _marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark at the beginning names."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _refuse_binary(name: str, data: bytes, *, markup: bool = False) -> None:
    """Raise `InputError` for bytes that are known not to be text: a known file type, or NUL bytes.

    A page may have a stray NUL, which browsers show as U+FFFD.
    """
    if data.startswith(_MAGICS):
        kind = next(kind for magic, kind in _MAGIC if data.startswith(magic))
        raise InputError(name, f"binary: it is {kind}, not text")
    if b"\0" in data and not (markup and data.count(b"\0") <= max(_FEW_CONTROLS, _NULS_OF_PAGE * len(data))):
        raise InputError(name, "binary: it holds NUL bytes (text in UTF-16 without a byte order mark needs --encoding)")


def _guess(name: str, data: bytes) -> tuple[str, str]:
    """Return text that is not UTF-8, decoded by the likeliest encoding, and that encoding's name.

    Stray bytes in what is otherwise UTF-8 are read as windows-1252, as browsers do; it has a character for every byte.
    Raises `InputError` where no encoding makes text of the bytes.
    """
    decoded = _mostly_utf8(data)
    if decoded is not None:
        return decoded
    # Imported here because it takes 30 ms, and most inputs are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415 - see above

    matches = from_bytes(_sample_of(data), cp_exclusion=list(_MULTIBYTE))
    best = matches.best()
    preferred = (*_CLASSIC_MAC, *_PREFERRED) if b"\r" in data and b"\n" not in data else _PREFERRED
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


def _sample_of(data: bytes) -> bytes:
    """Return the lines that are not ASCII, up to `_SAMPLE` bytes: only they distinguish encodings."""
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


def _mostly_utf8(data: bytes) -> tuple[str, str] | None:
    """Return text that is mostly UTF-8, its stray bytes read as windows-1252, or None where it is not."""
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


def _decode_as(name: str, data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as error:
        raise InputError(name, f"not {encoding}: {_reason(error)}") from error
    _refuse_controls(name, text)
    return text, None


def _decode_marked(name: str, data: bytes, encoding: str) -> Decoded:
    mark = next(mark for mark, named in _MARKS if named == encoding)
    body = data[len(mark) :]
    if encoding == "utf-8":
        text, note = decode(name, body) if body else ("", None)
        return text, note
    try:
        return body.decode(encoding), f"not UTF-8: read as {encoding}, by its byte order mark"
    except UnicodeError as error:
        raise InputError(name, f"not {encoding}, although its byte order mark says so: {_reason(error)}") from error


def _reason(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{error.reason} at byte {error.start}"
    return str(error)


def _refuse_controls(name: str, text: str, *, markup: bool = False) -> None:
    data = text.encode(errors="surrogatepass")
    count = len(data) - len(data.translate(None, _CONTROLS))  # many times as fast as a pattern
    share = _SURE_SHARE if markup or count <= _FEW_CONTROLS else _CONTROL_SHARE
    if count > 1 and count > share * len(text):
        raise InputError(name, "binary: it holds control characters")


def utf8_chunks(name: str, chunks: Iterable[bytes], encoding: str | None, builder: DocumentBuilder) -> Iterator[bytes]:
    """Yield the chunks as UTF-8 without a byte order mark, where `encoding` or a byte order mark names their encoding.

    Other chunks are yielded as they are. Raises `InputError` where the bytes are binary or break that encoding.
    """
    rest = iter(chunks)
    head = next(rest, b"")
    marked = _marked_encoding(head)
    if encoding is None and marked in {None, "utf-8"}:
        head = head.removeprefix(codecs.BOM_UTF8)
        _refuse_binary(name, head[:_SNIFFED])
        yield head
        yield from rest
        return
    if encoding is None:
        builder.note(name, f"not UTF-8: read as {marked}, by its byte order mark")
    for mark, named in _MARKS:
        if named == marked and encoding in {None, marked}:
            head = head.removeprefix(mark)
    yield from _transcoded(name, head, rest, encoding or str(marked))


def _transcoded(name: str, head: bytes, rest: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(head).removeprefix("\ufeff").encode()
        for chunk in rest:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        reason = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
        raise InputError(name, f"not {encoding}: {reason}") from error


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the lines of the chunks without their ``\n``; what follows the last ``\n`` is a line unless it is empty.

    An error of `chunks` passes through, and the line that it cuts off is not given.
    """
    pending: list[bytes] = []  # pieces of a line that spans chunks, joined once: a line may be very long
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        pending.append(first)
        if others:
            yield b"".join(pending)
            yield from others[:-1]
            pending = [others[-1]]
    last = b"".join(pending)
    if last:
        yield last


class LineDecoder:
    """Decodes the lines of one file, and counts those that are not UTF-8.

    The encoding of the first such line is tried on later ones before another is guessed: a file seldom mixes encodings,
    and a short line is little to guess by.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._known = ""
        self._counts: Counter[str] = Counter()

    def decode(self, line: bytes) -> str:
        """Return the line as text; raises `InputError` where no encoding makes text of it."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            return self._guessed(line)

    def _guessed(self, line: bytes) -> str:
        if self._known:
            try:
                text = line.decode(self._known)
            except UnicodeDecodeError:
                pass
            else:
                self._counts[self._known] += 1
                return text
        text, used = _guess(self._name, line)
        if used.startswith("UTF-8"):
            used = "UTF-8 with stray bytes as windows-1252"
        else:
            self._known = used
        self._counts[used] += 1
        return text

    def note(self, builder: DocumentBuilder) -> None:
        """Note the encodings other than UTF-8 that were used, and for how many lines."""
        for used, count in sorted(self._counts.items()):
            lines = "1 line is" if count == 1 else f"{count:,} lines are"
            builder.note(self._name, f"{lines} not UTF-8: read as {used}")
