"""The first bytes of a file show which format it has: mail, feeds, archives, documents of word processors, subtitles.

Formats of texts, tables and pages have their patterns in `dedup.reading.formats`. Files that no reader takes are left
to `dedup.reading.unread_kinds`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = rb"\A(?:\xef\xbb\xbf)?\s*"
"""What may stand before the first character of a text: the byte order mark of UTF-8, and white space."""
PROLOG = rb"(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype\b[^>\[]*(?:\[[^\]]*\])?\s*>\s*)*+"
"""What may stand before the root of an XML document."""
UTF8_MARK = b"\xef\xbb\xbf"

_HEADER = re.compile(rb"([!-9;-~]+):(?: |\t|\r?$)")
_ROUTING = {b"message-id", b"mime-version", b"return-path", b"delivered-to", b"content-type", b"x-mailer"}
"""Fields that mail programs write, and people who copy a mail into a text do not."""
_WRITTEN = {b"to", b"subject", b"date", b"cc", b"sender", b"reply-to"}
_FEWEST_FIELDS = 2
_SAVED_PAGE = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)

_TAR_MAGIC, _TAR_MAGIC_AT = b"ustar", 257


def root(names: bytes) -> re.Pattern[bytes]:
    """Return the pattern of the beginning of an XML document whose root has one of some names."""
    return re.compile(MARK + PROLOG + rb"<(?:%b)(?=[\s/>])" % names, re.IGNORECASE | re.DOTALL)


_PATTERNS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*%PDF-"), "pdf"),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "zip"),
    (re.compile(rb"\s*\{\\rtf"), "rtf"),
    (re.compile(MARK + rb"WARC/\d|\Afiledesc://"), "warc"),
    (re.compile(rb"\AFrom \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[A-Z][a-z]{2} "), "mbox"),
    (root(rb"rss|feed|rdf:RDF"), "feed"),
    (root(rb"nitf|(?:\w+:)?NewsML|(?:\w+:)?newsItem|(?:\w+:)?newsMessage"), "news"),
    (re.compile(MARK + rb"\d+[ \t]*\r?\n\s*\d+:\d\d:\d\d[,.]\d+ *-->"), "subtitles"),
    (re.compile(MARK + rb'\{\s*"(?:cells|worksheets)"\s*:\s*\['), "notebook"),
    (re.compile(MARK + rb"WEBVTT(?=\s)"), "subtitles"),
    (re.compile(rb"bplist\d\d|" + MARK + PROLOG + rb"<plist\b.{0,200}WebMainResource", re.DOTALL), "webarchive"),
)
"""What the first bytes of a file match, and the name of its format then."""


def format_shown(head: bytes, *, named: bool) -> str | None:
    """Return the name of the format that the first bytes of a file show, or None.

    `named` says that its name stands for a format: then the fields that people write above a letter make no mail of it.
    """
    if head[_TAR_MAGIC_AT:].startswith(_TAR_MAGIC):
        return "tar"
    found = next((name for pattern, name in _PATTERNS if pattern.match(head)), None)
    if found is None and is_mail(head, named=named):
        return "mhtml" if _SAVED_PAGE.search(head) else "mail"
    return found


def is_mail(head: bytes, *, named: bool) -> bool:
    """Return whether the first bytes are the header of a mail; see `format_shown`."""
    fields = set(_header_fields(head))
    if len(fields) < _FEWEST_FIELDS:
        return False
    return bool(fields & _ROUTING) or (not named and b"from" in fields and bool(fields & _WRITTEN))


def _header_fields(head: bytes) -> Iterator[bytes]:
    """Yield the names of the fields above the first blank line; none where another line stands among them."""
    names = list[bytes]()
    for line in head.removeprefix(UTF8_MARK).split(b"\n"):
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t") and names:
            continue
        field = _HEADER.match(line)
        if field is None:
            return
        names.append(field[1].lower())
    yield from names
