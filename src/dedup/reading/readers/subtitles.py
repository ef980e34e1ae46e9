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
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_TIMES = re.compile(r"[ \t]*((?:\d+:)?\d{1,2}:\d\d)[.,]\d{1,3}[ \t]*-->[ \t]*(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}.*")
_BLOCK = re.compile(r"\n[ \t]*\n")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}")


def read_subtitles(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the text of subtitles; raises `NoTextError` where nothing is said."""
    name = content.name
    source = decode_and_note(name, content.whole(), options.encoding, builder)
    paragraphs = Paragraphs(gap="\n")
    last = ""
    for block in _BLOCK.split(source):
        lines = block.strip().split("\n")
        place = next((number for number, line in enumerate(lines[:2]) if _TIMES.fullmatch(line)), None)
        if place is None:
            continue  # a header, a note or a style
        found = _TIMES.fullmatch(lines[place])
        paragraphs.begin(found[1] if found else "")
        for line in lines[place + 1 :]:
            said = " ".join(html.unescape(_TAG.sub("", line)).split())
            if said and said != last:
                paragraphs.add(said)
                last = said
    builder.add_document(paragraphs.document(name))
