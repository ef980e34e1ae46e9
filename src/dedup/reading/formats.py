"""Which format a file is in: from its name, or else from its first bytes.

Compression is looked through by name here (``page.html.gz`` is HTML) and undone in `dedup.reading.compression`.
"""

from __future__ import annotations

import os
import re
from typing import Literal, get_args

Format = Literal["text", "markdown", "html", "jsonl", "json", "csv", "tsv", "parquet", "arrow"]
FORMATS: tuple[Format, ...] = get_args(Format)

COMPRESSED = (".gz", ".zst")
"""Suffixes that may stand behind any other."""

_SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".rst": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
}

_LOOKED_AT = 1 << 14
"""Bytes that show a format; a comment may stand before a page's first tag."""

_HTML_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ARRAY_BEGINS = re.compile(rb'\s*\[\s*\{\s*"(?:[^"\\\n]|\\.)*"\s*:')
_OBJECT_BEGINS = re.compile(rb'\s*\{\s*"(?:[^"\\\n]|\\.)*"\s*:')


def format_of_name(name: str) -> Format | None:
    """Return the format that the file's name stands for, or None where it says nothing."""
    stem, suffix = _divided(os.path.basename(name).lower())  # noqa: PTH119 - a path object takes thirty times as long
    if suffix in COMPRESSED:
        suffix = _divided(stem)[1]
    return _SUFFIXES.get(suffix)


def _divided(base: str) -> tuple[str, str]:
    """Return a file's name before its last suffix, and the suffix; a name that begins with a dot has none there."""
    dot = base.rfind(".")
    return (base[:dot], base[dot:]) if dot > 0 else (base, "")


def format_of_content(head: bytes) -> Format:
    """Return the format that a file's first (decompressed) bytes show; what shows nothing else is text."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"ARROW1", b"FEA1")):
        return "arrow"
    head = head[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if _HTML_BEGINS.match(head):
        return "html"
    if _OBJECT_BEGINS.match(head.split(b"\n", 1)[0]):
        return "jsonl"
    return "json" if _ARRAY_BEGINS.match(head) else "text"


def is_json_lines(head: bytes) -> bool:
    """Return whether a JSON file begins with an object that its first line goes on with: one of many, as a rule."""
    return _OBJECT_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]) is not None
