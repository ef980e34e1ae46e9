"""The formats of input files: their suffixes, their first bytes, and the functions that read them.

A reader takes the `Content` of one input and adds its documents, one or many, to a `DocumentBuilder`, where it also
records and counts what it cannot read. To add a format, write a module with such a function and add a row to `FORMATS`.
Every format may be compressed (``page.html.gz`` is HTML): `dedup.reading.content` decompresses it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

Reader: TypeAlias = "Callable[[Content, ReadingOptions, DocumentBuilder], None]"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    `reader` imports and returns the function that reads the format, so that only the formats of a scan are imported.
    `begins` matches the first bytes of a file, where they show the format. `table` says that an input may be a part of
    a table: an empty part among other inputs is a note, and any other empty input is unreadable.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[], Reader]
    begins: re.Pattern[bytes] | None = None
    table: bool = False


def _text() -> Reader:
    from dedup.reading.text import read_text  # noqa: PLC0415 - see `Format`

    return read_text


def _markdown() -> Reader:
    from dedup.reading.text import read_markdown  # noqa: PLC0415 - see `Format`

    return read_markdown


def _html() -> Reader:
    from dedup.reading.html import read_html  # noqa: PLC0415 - see `Format`

    return read_html


def _jsonl() -> Reader:
    from dedup.reading.jsonl import read_jsonl  # noqa: PLC0415 - see `Format`

    return read_jsonl


def _json() -> Reader:
    from dedup.reading.json import read_json  # noqa: PLC0415 - see `Format`

    return read_json


def _csv() -> Reader:
    from dedup.reading.csv import read_csv  # noqa: PLC0415 - see `Format`

    return read_csv


def _tsv() -> Reader:
    from dedup.reading.csv import read_tsv  # noqa: PLC0415 - see `Format`

    return read_tsv


def _parquet() -> Reader:
    from dedup.reading.columnar import read_parquet  # noqa: PLC0415 - see `Format`

    return read_parquet


def _arrow() -> Reader:
    from dedup.reading.columnar import read_arrow  # noqa: PLC0415 - see `Format`

    return read_arrow


_MARK = rb"(?:\xef\xbb\xbf)?"
"""The byte order mark of UTF-8, which may stand before a text."""
_KEY = rb'"(?:[^"\\\n]|\\.)*"'
_HTML_BEGINS = re.compile(
    _MARK + rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ARRAY_BEGINS = re.compile(_MARK + rb"\s*\[\s*\{\s*" + _KEY + rb"\s*:")
_LINE_BEGINS = re.compile(_MARK + rb"[^\S\n]*\{[^\S\n]*" + _KEY + rb"[^\S\n]*:")
"""An object whose first key is on its first line: JSON Lines, as a rule."""

TEXT = Format("text", (".txt", ".text", ".rst"), _text)
JSON_LINES = Format("jsonl", (".jsonl", ".ndjson"), _jsonl, _LINE_BEGINS, table=True)
JSON = Format("json", (".json",), _json, _ARRAY_BEGINS, table=True)

FORMATS: tuple[Format, ...] = (
    TEXT,
    Format("markdown", (".md", ".markdown", ".mdx"), _markdown),
    Format("html", (".html", ".htm", ".xhtml"), _html, _HTML_BEGINS),
    JSON_LINES,
    JSON,
    Format("csv", (".csv",), _csv, table=True),
    Format("tsv", (".tsv",), _tsv, table=True),
    Format("parquet", (".parquet",), _parquet, re.compile(rb"PAR1"), table=True),
    Format("arrow", (".arrow", ".feather"), _arrow, re.compile(rb"ARROW1|FEA1"), table=True),
)

SITE_FORMATS: tuple[Format, ...] = (
    Format("asciidoc", (".adoc", ".asciidoc"), _markdown),
    Format("template", (".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".webc", ".qmd"), _markdown),
)
"""Formats that are read where the inputs are the content of a site; they may have front matter, as Markdown has."""

COMPRESSED = (".gz", ".zst")
"""Suffixes that may follow any other."""

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}
_SITE_BY_SUFFIX = _BY_SUFFIX | {suffix: each for each in SITE_FORMATS for suffix in each.suffixes}
_HEAD_SIZE = 1 << 14
"""First bytes that show a format; a comment may stand before a page's first tag."""


def format_of_name(name: str, *, site: bool = False) -> Format | None:
    """Return the format that the suffix of a file's name stands for, or None; of a `site`, formats of sites too."""
    return (_SITE_BY_SUFFIX if site else _BY_SUFFIX).get(suffix_of(name))


def suffix_of(name: str) -> str:
    """Return the suffix of a file's name in lower case, without that of its compression."""
    stem, suffix = _split_suffix(os.path.basename(name).lower())  # noqa: PTH119 - a path takes thirty times as long
    return _split_suffix(stem)[1] if suffix in COMPRESSED else suffix


def _split_suffix(base: str) -> tuple[str, str]:
    """Return a file's name before its last suffix, and the suffix; a name that begins with a dot has none there."""
    dot = base.rfind(".")
    return (base[:dot], base[dot:]) if dot > 0 else (base, "")


def format_of(named: Format | None, head: bytes) -> Format:
    """Return the format of an input: the one of its name, or else the one that its first (decompressed) bytes show.

    Bytes that show no other format are text. A file named ``.json`` may hold JSON Lines.
    """
    if named is JSON and _LINE_BEGINS.match(head):
        return JSON_LINES
    if named is not None:
        return named
    head = head[:_HEAD_SIZE]
    return next((each for each in FORMATS if each.begins is not None and each.begins.match(head)), TEXT)
