"""Subtitles (SRT, WebVTT) become one text: what is said, without numbers, times and tags; places in it are times.

Captions that roll show each line twice, at the bottom and then above it; it is read once.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from dedup.reading.decoding import decode_and_note
from dedup.reading.readers.paragraphs import Paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_TIME = r"(?:\d+:)?\d{1,2}:\d\d"
_TIMES = re.compile(rf"[ \t]*({_TIME})(?:[.,]\d{{1,3}})?[ \t]*-->[ \t]*{_TIME}(?:[.,]\d{{1,3}})?(?:\s.*)?")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}")


def read_subtitles(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the text of subtitles; raises `NoTextError` where nothing is said."""
    name = content.name
    source = decode_and_note(name, content.whole(), options.encoding, builder)
    paragraphs = Paragraphs(gap="\n")
    last = ""
    for time, lines in _cues(source.replace("\r\n", "\n")):
        paragraphs.begin(time)
        for line in lines:
            said = " ".join(html.unescape(_TAG.sub("", line)).split())
            if said and said != last:
                paragraphs.add(said)
                last = said
    builder.add_document(paragraphs.document(name))


def _cues(source: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the time and the lines of each cue, which goes to a blank line or, where that is missing, to the next one.

    What stands in no cue is a header, a note or a style.
    """
    time, lines = "", list[str]()
    for line in source.split("\n"):
        found = _TIMES.fullmatch(line)
        if found is None and line.strip():
            lines.append(line)
            continue
        if time:
            numbered = found is not None and bool(lines) and lines[-1].strip().isdecimal()
            yield time, lines[:-1] if numbered else lines
        time, lines = found[1] if found else "", []
    if time:
        yield time, lines
