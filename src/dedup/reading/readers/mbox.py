"""A mailbox (mbox) becomes documents: one a mail, with its number as the row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.engines.memory import format_size
from dedup.errors import InputError
from dedup.reading.readers.mail import add_mail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_BEGINS = re.compile(rb"(?:\A|(?<=\n))From [^\r\n\d]*+\d[^\r\n]*+\r?\n(?=(?:>From |[!-9;-~]++:))")
"""The line before each mail; behind it stands the first field of the header. Nothing in it is tried in two ways."""
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_LINE = 1 << 12


def read_mbox(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the mails of a mailbox; one that cannot be read is recorded, and the next is read."""
    number = 0
    for number, data in enumerate(_messages(content), start=1):
        name = f"{content.name}#{number}"
        part = replace(content, name=name, depth=content.depth + 1)
        if content.most and len(data) > content.most:
            builder.refuse(name, f"it has more than {format_size(content.most)} (--max-document)")
        else:
            builder.attempt(name, add_mail, part, _ESCAPED.sub(rb"\1", data), options, builder, number)
    if not number:
        raise InputError(content.name, "there is no mail in it")


def _messages(content: Content) -> Iterator[bytes]:
    """Yield the mails without the line before each; of one that is too large, only so much as shows that it is."""
    held, searched = b"", 0
    begun = False
    for chunk in content.chunks():
        held += chunk
        start = 0
        while found := _BEGINS.search(held, max(start, searched)):
            if begun:
                yield held[start : found.start()]
            begun, start = True, found.end()
        held = held[start:]
        searched = max(0, len(held) - _LONGEST_LINE)
        if content.most and len(held) > content.most + (1 << 20):
            held, searched = held[: content.most + 1] + held[-_LONGEST_LINE:], content.most + 1
    if begun and held:
        yield held
