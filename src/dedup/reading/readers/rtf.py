"""An RTF document becomes one text, by striprtf: a line a paragraph, a row of a table a line, and notes at the end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.reading.readers.paragraphs import Paragraphs

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_INFO = {name: re.compile(rf"\{{\\{name} ([^{{}}\\]{{1,500}})\}}") for name in ("title", "author")}
_TARGET = re.compile(r'\("[^"\s]{0,1000}[./][^"\s]{0,1000}"\)')
"""The address of a link, which striprtf writes behind its text."""
_HEAD = 1 << 16
_CELL, _ROW = re.compile(r"\\(?:nest)?cell(?![a-z])"), re.compile(r"\\(?:nest)?row(?![a-z])")
_NOTE, _BRACE = re.compile(r"\{(?:\\\*)?\s*\\footnote(?![a-z])"), re.compile(r"\\[^a-z]|[{}]")
_IGNORED = re.compile(r"(\\\\|\{\s*\\\*)|\\\*|\\bin(?![a-z0-9])")
"""What programs write that striprtf cannot take: the mark of a group that may be passed over where no group begins
(StarOffice), and binary data without a length (pandoc)."""
_CHARACTER = re.compile(r"\\u(-?\d+)")
_LAST_CHARACTER = 0x10FFFF


def read_rtf(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of an RTF file; raises `NoTextError` where it is empty."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - an extra, and few inputs are RTF

    name = content.name
    source = content.whole().decode("latin-1")  # RTF is ASCII: other characters are escaped
    paragraphs = Paragraphs()
    # striprtf would put a bar behind each cell, which nobody has written, and passes over notes.
    marked = _IGNORED.sub(lambda found: found[1] or "", source)
    flat = _ROW.sub(r"\\par", _CELL.sub(r"\\tab", _CHARACTER.sub(_possible, marked)))
    body, notes = _without_notes(flat)
    for part in (body, *(rf"{{\rtf1\ansi {note}}}" for note in notes)):
        text: str = rtf_to_text(part, encoding=_encoding(source), errors="replace")
        for line in text.split("\n"):
            paragraphs.add(_TARGET.sub("", line.replace("\0", "")))
    document = paragraphs.document(name)
    found = {field: pattern.search(source, 0, _HEAD) for field, pattern in _INFO.items()}
    values = {field: match[1].strip() or None for field, match in found.items() if match}
    builder.add_document(replace(document, title=values.get("title"), author=values.get("author")))


def _without_notes(source: str) -> tuple[str, list[str]]:
    """Return a document without its notes, and the notes."""
    kept, notes = list[str](), list[str]()
    at = 0
    while found := _NOTE.search(source, at):
        depth, end = 1, 0
        for brace in _BRACE.finditer(source, found.end()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                end = brace.end()
                break
        if not end:
            break  # the group has no end
        kept.append(source[at : found.start()])
        notes.append(source[found.end() : end - 1])
        at = end
    return "".join((*kept, source[at:])), notes


def _possible(character: re.Match[str]) -> str:
    """Return a character by its number as it stands, or the replacement character for a number that none has."""
    digits = character[1]
    is_one = len(digits) < len(str(_LAST_CHARACTER)) + 1 and -(1 << 15) <= int(digits) <= _LAST_CHARACTER
    return character[0] if is_one else r"\u65533"


def _encoding(source: str) -> str:
    found = _CODE_PAGE.search(source, 0, _HEAD)
    name = f"cp{found[1]}" if found else "cp1252"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
