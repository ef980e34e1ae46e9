"""The foreign parts of a Word document (``altChunk``), which Word shows in their place, become paragraphs of its text.

Programs of the web write a Word file around one such part: a page, a saved page (MHTML), or plain text. A part of
another kind is told.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from dedup.reading.decoding import as_utf8, decode
from dedup.reading.formats import format_of_name
from dedup.reading.readers.html_text import add_html
from dedup.reading.readers.mhtml import page_within
from dedup.reading.readers.office_relations import relations_of

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.options import ReadingOptions
    from dedup.reading.readers.paragraphs import Paragraphs
    from dedup.reading.readers.zip_members import ZipMembers


class Chunks:
    """Adds the foreign parts of one Word document, whose text is the member `body`, by the ids that it has for them."""

    def __init__(self, members: ZipMembers, body: str, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self._members = members
        self._body = body
        self._options = options
        self._builder = builder
        self._names: dict[str, str] | None = None

    def add(self, relation: str, paragraphs: Paragraphs) -> None:
        """Add the text of the part with an id; one that cannot be read is told."""
        if self._names is None:
            self._names = {one.id: one.member for one in relations_of(self._members, self._body)}
        name = self._names.get(relation, "")
        named = format_of_name(name)
        if name not in self._members or named is None or named.name not in ("html", "mhtml", "text"):
            self._builder.note(self._members.name, f"a part of another kind was not read: {name or relation}")
            return
        data, charset = self._members.read(name), None
        if named.name == "mhtml":
            page = page_within(message_from_bytes(data, policy=policy.compat32))
            body = page.get_payload(decode=True) if page is not None else None
            data, charset = (
                (body, page.get_param("charset")) if page is not None and isinstance(body, bytes) else (b"", None)
            )
        place = f"{self._members.name}#{name}"
        markup = named.name != "text"
        source = decode(place, as_utf8(data, charset), self._options.encoding, markup=markup)[0] if data else ""
        if markup:
            add_html(place, source, paragraphs)
        else:
            for line in source.split("\n"):
                paragraphs.add(line)
