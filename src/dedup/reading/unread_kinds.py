"""Files that no reader takes: known by their first bytes, or in a folder by their suffix, and what makes text of them.

A mail, a feed or subtitles look like text. Read as such they would be compared by their headers, tags and times, so
they are refused until there is a reader.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import orjson

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIL, _PAGE_ARCHIVE, _FEED, _XML, _SUBTITLES, _WARC = (
    "save the text of the message as .txt, or its page as .html",
    "save the page as .html",
    "save the articles as .html, or as .jsonl with a column text",
    "save its text as .txt, or its page as .html",
    "save what is said as .txt",
    "save its pages as .html, or as .jsonl with a column html",
)
_MARK = rb"\A(?:\xef\xbb\xbf)?\s*"
_PROLOG = rb"(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype\b[^>\[]*(?:\[[^\]]*\])?\s*>\s*)*+"


def _root(names: bytes) -> re.Pattern[bytes]:
    return re.compile(_MARK + _PROLOG + rb"<(?:%b)(?=[\s/>])" % names, re.IGNORECASE | re.DOTALL)


_BEGINNINGS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(_MARK + rb"WARC/\d|\Afiledesc://"), "a web archive (WARC)", _WARC),
    (re.compile(rb"\AFrom \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[A-Z][a-z]{2} "), "a mailbox (mbox)", _MAIL),
    (_root(rb"rss|feed|rdf:RDF|opml"), "a feed", _FEED),
    (_root(rb"(?:\w+:)?(?:TEI|teiCorpus|TEI\.2)"), "a TEI document", _XML),
    (_root(rb"urlset|sitemapindex"), "a site map", "save the pages that it names as .html"),
    (_root(rb"nitf|NewsML|newsItem|newsMessage|FictionBook|mediawiki|kml|tt"), "XML", _XML),
    (re.compile(_MARK + rb"<\?xml\b(?>.*?\?>\s*)" + _PROLOG + rb"<(?!html\b)", re.IGNORECASE | re.DOTALL), "XML", _XML),
    (re.compile(_MARK + rb"\d+[ \t]*\r?\n\s*\d+:\d\d:\d\d[,.]\d+ *-->"), "subtitles (SRT)", _SUBTITLES),
    (re.compile(_MARK + rb"WEBVTT(?=\s)"), "subtitles (WebVTT)", _SUBTITLES),
    (re.compile(_MARK + rb"\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+\s*\n"), "subtitles (SBV)", _SUBTITLES),
    (re.compile(_MARK + rb"\[Script Info\]"), "subtitles (SSA)", _SUBTITLES),
    (re.compile(_MARK + rb"BEGIN:(?:VCALENDAR|VCARD)"), "a calendar or an address book", "save its texts as .txt"),
    (re.compile(rb"\A%!PS"), "a PostScript document", "ps2ascii makes text of it"),
)
"""What the first bytes of a file match, what it is then, and what to do."""

_HEADER = re.compile(rb"([!-9;-~]+):(?: |\t|\r?$)")
_ROUTING = {b"message-id", b"mime-version", b"return-path", b"delivered-to", b"content-type", b"x-mailer"}
"""Fields that mail programs write, and people who copy a mail into a text do not."""
_WRITTEN = {b"to", b"subject", b"date", b"cc", b"sender", b"reply-to"}
_FEWEST_FIELDS = 2

_JSON_ADVICE = "name it .json or .jsonl if it is a table of texts"
_ARRAY_BEGINS = re.compile(
    _MARK + rb'\[\s*(?:\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\})|"(?:[^"\\\n]|\\.)*"\s*[,\]]\s*(?:"|\Z))'
)
_LINES_BEGIN = re.compile(_MARK + rb'(\{[ \t]*"[^\n]*\})[ \t]*\r?\n\s*\{[ \t]*"')
_UTF8_MARK = b"\xef\xbb\xbf"

_MOST_NAMED, _MOST_SUFFIXES = 10, 40
_MAKERS: dict[str, str] = {
    **dict.fromkeys((".pdf", ".djvu"), "pdftotext makes text of them"),
    **dict.fromkeys(
        (".docx", ".doc", ".odt", ".rtf", ".epub", ".tex", ".docbook", ".fb2"), "pandoc makes text of them"
    ),
    **dict.fromkeys((".pptx", ".ppt", ".odp"), "save them as text"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".sqlite", ".db"), "save their tables as .csv"),
    **dict.fromkeys((".eml", ".mbox", ".msg"), _MAIL),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive"), "save the pages as .html"),
    **dict.fromkeys((".warc", ".arc"), _WARC),
    **dict.fromkeys((".rss", ".atom"), _FEED),
    **dict.fromkeys((".xml", ".tei"), "save their text as .txt, or their pages as .html"),
    **dict.fromkeys((".srt", ".vtt", ".sbv", ".ass", ".ssa"), _SUBTITLES),
    **dict.fromkeys((".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".gz", ".zst", ".lz4"), "unpack them"),
    **dict.fromkeys((".avro", ".orc"), "save them as .parquet"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"), "text in pictures needs OCR"),
}
"""Suffixes that may well hold texts, and what would read them."""


def refuse_unread(name: str, head: bytes, *, named: bool) -> None:
    """Raise `InputError` for an input without rows whose first bytes show a kind that no reader takes.

    `named` says that its name stands for a format: then the fields that people write above a letter make no mail of it.
    """
    for pattern, kind, advice in _BEGINNINGS:
        if pattern.match(head):
            raise InputError(name, f"it is {kind}, which dedup does not read: {advice}")
    fields = set(_header_fields(head))
    if len(fields) >= _FEWEST_FIELDS and (fields & _ROUTING or (not named and b"from" in fields and fields & _WRITTEN)):
        archive = re.search(rb"^content-type:\s*multipart/related", head, re.IGNORECASE | re.MULTILINE)
        kind, advice = ("a saved page (MHTML)", _PAGE_ARCHIVE) if archive else ("an e-mail", _MAIL)
        raise InputError(name, f"it is {kind}, which dedup does not read: {advice}")


def _header_fields(head: bytes) -> Iterator[bytes]:
    """Yield the names of the fields above the first blank line; none where another line stands among them."""
    names = list[bytes]()
    for line in head.removeprefix(_UTF8_MARK).split(b"\n"):
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t") and names:
            continue
        field = _HEADER.match(line)
        if field is None:
            return
        names.append(field[1].lower())
    yield from names


def refuse_json(name: str, data: bytes) -> None:
    """Raise `InputError` for what is named or looks like a plain text and is JSON."""
    data = data.removeprefix(_UTF8_MARK)
    if data.lstrip()[:1] not in (b"[", b"{"):
        return
    lines = _LINES_BEGIN.match(data)
    if _ARRAY_BEGINS.match(data) or _is_json(lines[1] if lines else data):
        raise InputError(name, f"it is JSON, not text: {_JSON_ADVICE}")


def _is_json(data: bytes) -> bool:
    """Return whether data is a JSON array or object with something in it; ``[1]`` may be the mark of a note."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return bool(value) if isinstance(value, dict) else isinstance(value, list) and len(value) > 1


class PassedOver:
    """Files below a folder that are passed over, by their suffixes or what else they are."""

    def __init__(self, top: str = "") -> None:
        self._top = top.rstrip("/") + "/"
        self._names: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}

    def add(self, path: str, kind: str = "") -> None:
        """Count a file; `kind` says what it is where that is not its suffix, as in "files of …"."""
        kind = kind or self._suffix(path)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if self._counts[kind] <= _MOST_NAMED and len(self._counts) <= _MOST_SUFFIXES:
            self._names.setdefault(kind, []).append(path.removeprefix(self._top))

    def notes(self) -> Iterator[str]:
        """Yield a note for each kind, with the first files and with what would read them."""
        for kind in sorted(self._names):
            count, names = self._counts[kind], self._names[kind]
            more = f" and {count - len(names):,} more" if count > len(names) else ""
            advice = f" ({_MAKERS[kind]})" if kind in _MAKERS else ""
            files = "file" if count == 1 else "files"
            what = f"{kind} {files}" if kind.startswith(".") else f"{files} {kind}"
            yield f"left out: {count:,} {what}{advice}: {', '.join(names)}{more}"
        others = [count for kind, count in self._counts.items() if kind not in self._names]
        if others:
            files, kinds = ("file" if sum(others) == 1 else "files"), ("kind" if len(others) == 1 else "kinds")
            yield f"left out: {sum(others):,} {files} of {len(others):,} other {kinds}"

    @staticmethod
    def _suffix(path: str) -> str:
        base = os.path.basename(path).lower()  # noqa: PTH119 - paths are strings here, see `dedup.reading.walk`
        dot = base.rfind(".")
        return base[dot:] if dot > 0 else "without a suffix"
