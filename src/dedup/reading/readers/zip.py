"""A ZIP file becomes the documents of its members, or the document that it is: Word, OpenDocument, EPUB, WACZ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.reading.content import EMPTY
from dedup.reading.readers import docx, epub, odt
from dedup.reading.readers.parts import Parts
from dedup.reading.readers.zip_members import MOST_MEMBERS, ZipMembers

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_WACZ = "datapackage.json"
_RECORDS = "archive/"
_OFFICE = {"xl/workbook.xml": "a spreadsheet", "ppt/presentation.xml": "a presentation"}
_OF_SYSTEMS = ("__MACOSX/",)
"""Folders that systems add to archives, with nothing that anybody wrote."""


def read_zip(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a ZIP file."""
    with ZipMembers(content) as members:
        if docx.body_of(members) is not None:
            docx.add_docx(members, options, builder)
        elif epub.CONTAINER in members:
            epub.add_epub(members, builder)
        elif "mimetype" in members and members.read("mimetype").strip().decode("latin-1") in odt.TYPES:
            odt.add_odt(members, builder)
        else:
            _add_members(members, content, options, builder)


def _add_members(members: ZipMembers, content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    office = next((kind for member, kind in _OFFICE.items() if member in members), None)
    if office:
        raise InputError(content.name, f"it is {office}, which dedup does not read: save it as text, or as .csv")
    chosen = members.members
    if _WACZ in members:
        chosen = [member for member in chosen if member.filename.startswith(_RECORDS)]
    if not chosen:
        raise InputError(content.name, EMPTY)
    parts = Parts(content, options, builder, members.size)
    for member in chosen[:MOST_MEMBERS]:
        if parts.exhausted:
            break
        name = member.filename
        if not name.startswith(_OF_SYSTEMS) and not name.rpartition("/")[2].startswith("."):
            parts.read(name, members.chunks(member))
    if len(chosen) > MOST_MEMBERS:
        builder.refuse(content.name, f"it has {len(chosen):,} members; the first {MOST_MEMBERS:,} were read")
    parts.report()
