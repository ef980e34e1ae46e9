"""Files that no reader takes: known by their first bytes, or in a folder by their suffix, and what makes text of them.

XML and some subtitles look like text. Read as such they would be compared by their tags and times, so they are refused.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import orjson

from dedup.errors import InputError
from dedup.reading.beginnings import MARK, PROLOG, UTF8_MARK, format_shown, root

if TYPE_CHECKING:
    from collections.abc import Iterator

_XML = "save its text as .txt, or its page as .html"
_SUBTITLES = "save what is said as .txt, or the subtitles as .srt"
_PACKED = "unpack them"

_BEGINNINGS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (root(rb"opml"), "a list of feeds", "give the feeds that it names"),
    (root(rb"(?:\w+:)?(?:TEI|teiCorpus|TEI\.2)"), "a TEI document", _XML),
    (root(rb"urlset|sitemapindex"), "a site map", "save the pages that it names as .html"),
    (root(rb"FictionBook|mediawiki|kml|tt"), "XML", _XML),
    (re.compile(MARK + rb"<\?xml\b(?>.*?\?>\s*)" + PROLOG + rb"<(?!html\b)", re.IGNORECASE | re.DOTALL), "XML", _XML),
    (re.compile(MARK + rb"\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+\s*\n"), "subtitles (SBV)", _SUBTITLES),
    (re.compile(MARK + rb"\[Script Info\]"), "subtitles (SSA)", _SUBTITLES),
    (re.compile(MARK + rb"BEGIN:(?:VCALENDAR|VCARD)"), "a calendar or an address book", "save its texts as .txt"),
    (re.compile(rb"\A%!PS"), "a PostScript document", "ps2ascii makes text of it"),
)
"""What the first bytes of a file match, what it is then, and what to do."""

_NAMES = {
    "pdf": "a PDF document",
    "zip": "a ZIP file or an office document",
    "rtf": "an RTF document",
    "warc": "a web archive (WARC)",
    "tar": "a TAR file",
    "mbox": "a mailbox (mbox)",
    "mail": "an e-mail",
    "mhtml": "a saved page (MHTML)",
    "webarchive": "a saved page (webarchive)",
    "feed": "a feed",
    "news": "an item of news (XML)",
    "subtitles": "subtitles",
    "notebook": "a notebook",
}
"""What a file is whose first bytes show a format that is not read in the content of a site."""

_JSON_ADVICE = "name it .json or .jsonl if it is a table of texts"
_ARRAY_BEGINS = re.compile(
    MARK + rb'\[\s*(?:\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\})|"(?:[^"\\\n]|\\.)*"\s*[,\]]\s*(?:"|\Z))'
)
_LINES_BEGIN = re.compile(MARK + rb'(\{[ \t]*"[^\n]*\})[ \t]*\r?\n\s*\{[ \t]*"')
_MOST_NAMED, _MOST_SUFFIXES = 10, 40
_MAKERS: dict[str, str] = {
    **dict.fromkeys((".djvu",), "djvutxt makes text of them"),
    **dict.fromkeys((".doc", ".tex", ".docbook", ".fb2"), "pandoc makes text of them"),
    **dict.fromkeys((".pptx", ".ppt", ".odp"), "save them as text"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".sqlite", ".db"), "save their tables as .csv"),
    **dict.fromkeys((".msg",), "save the mails as .eml"),
    **dict.fromkeys((".tei",), "save their text as .txt, or their pages as .html"),
    **dict.fromkeys((".sbv", ".ass", ".ssa"), _SUBTITLES),
    **dict.fromkeys((".7z", ".rar", ".gz", ".zst", ".lz4"), _PACKED),
    **dict.fromkeys((".avro", ".orc"), "save them as .parquet"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"), "text in pictures needs OCR"),
}
"""Suffixes that may well hold texts, and what would read them."""


def refuse_unread(name: str, head: bytes, *, named: bool, site: bool = False) -> None:
    """Raise `InputError` for an input without rows whose first bytes show a kind that no reader takes.

    `named` says that its name stands for a format: then the fields that people write above a letter make no mail of it.
    Of the content of a `site`, this holds for all formats but texts and pages.
    """
    for pattern, kind, advice in _BEGINNINGS:
        if pattern.match(head):
            raise InputError(name, f"it is {kind}, which dedup does not read: {advice}")
    shown = format_shown(head, named=named) if site else None
    if shown in _NAMES:
        raise InputError(name, f"it is {_NAMES[shown]}, which is not read as content of a site")


def refuse_json(name: str, data: bytes) -> None:
    """Raise `InputError` for what is named or looks like a plain text and is JSON."""
    data = data.removeprefix(UTF8_MARK)
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
        self._advice: dict[str, str] = {}

    def add(self, path: str, kind: str = "", advice: str = "") -> None:
        """Count a file; `kind` says what it is where its suffix does not, as in "files of …", `advice` what to do."""
        kind = kind or self._suffix(path)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if advice:
            self._advice[kind] = advice
        if self._counts[kind] <= _MOST_NAMED and len(self._counts) <= _MOST_SUFFIXES:
            self._names.setdefault(kind, []).append(path.removeprefix(self._top))

    def notes(self) -> Iterator[str]:
        """Yield a note for each kind, with the first files and with what would read them."""
        for kind in sorted(self._names):
            count, names = self._counts[kind], self._names[kind]
            more = f" and {count - len(names):,} more" if count > len(names) else ""
            advice = self._advice.get(kind) or _MAKERS.get(kind, "")
            advice = f" ({advice})" if advice else ""
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
