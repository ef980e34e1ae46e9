"""An RTF document becomes one text, by striprtf: a line a paragraph, a row of a table a line.

Notes and text boxes, which striprtf passes over, stand at the end. Deleted and hidden text is left out, as in a printed
page, and so are the numbers of lists, which other word processors do not keep as text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import MarkupFact
from dedup.reading.readers.paragraphs import Paragraphs

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_INFO = {name: re.compile(rf"\{{\\{name} ([^{{}}]{{1,500}})\}}") for name in ("title", "author")}
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?!\d)")
_TARGET = re.compile(r'\("[^"\s]{0,1000}[./][^"\s]{0,1000}"\)')
"""The address of a link, which striprtf writes behind its text."""
_HEAD = 1 << 16
_CELL, _ROW = re.compile(r"\\(?:nest)?cell(?![a-z])"), re.compile(r"\\(?:nest)?row(?![a-z])")
_APART = re.compile(r"\{(?:\\\*)?\s*\\(?:footnote|shptxt)(?![a-z])")
"""How a note or a text box begins."""
_UNSEEN = re.compile(
    r"""\{(?:\\listtext(?![a-z])
        |\s*+(?:\\(?!(?:deleted|v)(?![a-z0-9]))[a-z]++-?+\d*+\s*+)*+\\(?:deleted|v)(?![a-z0-9]))""",
    re.VERBOSE,
)
"""How a group begins that holds a list's number, or is deleted or hidden."""
_BRACE = re.compile(r"\\[^a-z]|[{}]")
_IGNORED = re.compile(r"(\\\\|\{\s*\\\*)|\\\*|\\bin(?![a-z0-9])")
"""What programs write that striprtf cannot take: the mark of a group that may be passed over where no group begins
(StarOffice), and binary data without a length (pandoc)."""
_CHARACTER = re.compile(r"\\u(-?\d+)")
_LAST_CHARACTER = 0x10FFFF


def read_rtf(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of an RTF file; raises `NoTextError` where it is empty."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - an extra, and few inputs are RTF

    source = content.whole().decode("latin-1")  # RTF is ASCII: other characters are escaped
    paragraphs = Paragraphs()
    # striprtf would put a bar behind each cell, which nobody has written, and passes over notes.
    marked = _IGNORED.sub(lambda found: found[1] or "", source)
    flat = _ROW.sub(r"\\par", _CELL.sub(r"\\tab", _CHARACTER.sub(_possible, marked)))

    def text_of(group: str) -> str:
        text: str = rtf_to_text(group, encoding=_encoding(source), errors="replace")
        return text.replace("\0", "")

    body, apart = _without(_APART, _without(_UNSEEN, flat)[0])
    for part in (body, *map(_document_of, apart)):
        for line in text_of(part).split("\n"):
            paragraphs.add(_TARGET.sub("", line))
    document = paragraphs.document(content.name)
    found = {field: pattern.search(flat, 0, _HEAD) for field, pattern in _INFO.items()}
    values = {field: " ".join(text_of(_document_of(match[1])).split()) for field, match in found.items() if match}
    created = _CREATED.search(source, 0, _HEAD)
    facts = [MarkupFact("dcterms.created", "{}-{:0>2}-{:0>2}".format(*created.groups()))] if created else []
    builder.add_document(
        replace(
            document,
            title=values.get("title") or None,
            author=values.get("author") or None,
            markup=(*document.markup, *facts),
        )
    )


def _document_of(group: str) -> str:
    """Return what stands in a group as a document of its own."""
    return rf"{{\rtf1\ansi {group}}}"


def _without(beginning: re.Pattern[str], source: str) -> tuple[str, list[str]]:
    """Return a document without the groups that begin in a way, and what these hold behind it."""
    kept, groups = list[str](), list[str]()
    at = 0
    while found := beginning.search(source, at):
        depth, end = 1, 0
        for brace in _BRACE.finditer(source, found.end()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                end = brace.end()
                break
        if not end:
            break  # the group has no end
        kept.append(source[at : found.start()])
        groups.append(source[found.end() : end - 1])
        at = end
    return "".join((*kept, source[at:])), groups


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
