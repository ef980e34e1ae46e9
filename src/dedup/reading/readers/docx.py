"""A Word document (Office Open XML) becomes one text: its paragraphs, rows of tables, and notes at the end.

Headers, footers, comments, deleted and hidden text are left out, as in a printed page. A text box stands behind the
paragraph that it is anchored to.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError
from dedup.reading.readers.docx_chunks import Chunks
from dedup.reading.readers.office_relations import relations_of
from dedup.reading.readers.paragraphs import Paragraphs, is_for_quotations
from dedup.reading.readers.properties import with_properties
from dedup.reading.readers.xml import children, descendants, in_any_namespace, local_name
from dedup.reading.readers.zip_members import ZipMembers

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_BODY = re.compile(r"word/[^/]+\.xml")
"""The member that holds the text of a Word document; that of other files of Office lies in other folders."""
_USUAL_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_PROPERTIES = "docProps/core.xml"
_LEFT_OUT = ("del", "moveFrom", "Fallback")
"""Elements whose text is not in the document: what was deleted, what was moved, and drawings in their older form."""
_SPACES = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "tc": " "}
_CHUNK, _DROP_CAPS = "altChunk", ("drop", "margin")
_NO = ("0", "false", "off")
_NOTES_OF_WORD = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a Word file; raises `InputError` where it is none, and `NoTextError` where it is empty."""
    with ZipMembers(content) as members:
        add_docx(members, options, builder)


def body_of(members: ZipMembers) -> str | None:
    """Return the name of the member that holds the text of a Word document; None where there is none.

    Word in a browser calls it ``word/document2.xml``.
    """
    if _USUAL_BODY in members:
        return _USUAL_BODY
    named = (one.member for one in relations_of(members, "") if one.kind == "officeDocument")
    return next((name for name in named if name in members and _BODY.fullmatch(name)), None)


def add_docx(members: ZipMembers, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of the members of a Word file."""
    body = body_of(members)
    if body is None:
        raise InputError(members.name, "it is no Word document: it has no word/document.xml")
    paragraphs, chunks = Paragraphs(), Chunks(members, body, options, builder)
    for member in (body, *(each for each in _NOTES if each in members)):
        _add_paragraphs(members.xml_root(member), paragraphs, chunks)
    document = paragraphs.document(members.name)
    if _PROPERTIES in members:
        document = with_properties(document, members.xml_root(_PROPERTIES))
    builder.add_document(document)


def _add_paragraphs(root: Any, paragraphs: Paragraphs, chunks: Chunks) -> None:
    from lxml import etree  # noqa: PLC0415 - already imported for the tree

    _drop_unprinted(root)
    _join_drop_caps(root)
    _move_boxes(root)
    pieces: list[str] = []
    rows = 0
    quotation = False
    read = ("t", "p", "tr", "pStyle", _CHUNK, *_SPACES)
    has_rows = next(descendants(root, "tr"), None) is not None
    events = ("start", "end") if has_rows else ("end",)
    walk = etree.iterwalk(root, events=events, tag=in_any_namespace(read))
    for event, element in walk:
        tag = local_name(element)
        if tag == "tr":
            rows += 1 if event == "start" else -1
        if event == "start":
            continue
        if tag == "t":
            pieces.append(element.text or "")
        elif tag == "pStyle":
            quotation = quotation or is_for_quotations(_value(element))
        elif tag == "p" and rows:
            pieces.append("\n")
        elif tag in ("p", "tr"):
            paragraphs.add("".join(pieces), quotation=quotation)
            pieces, quotation = [], False
        elif tag == _CHUNK:
            chunks.add(_value(element, "id"), paragraphs)
        else:
            pieces.append(_SPACES[tag])
    paragraphs.add("".join(pieces))


def _drop_unprinted(root: Any) -> None:
    """Remove what is deleted, moved or hidden, and the notes that draw lines; behind these is only white space."""
    for element in [*descendants(root, *_LEFT_OUT), *_separators(root), *_hidden(root)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _join_drop_caps(root: Any) -> None:
    """Move a large first letter, which has a paragraph with a frame of its own, into the paragraph behind it."""
    frames = [one for one in descendants(root, "framePr") if _value(one, "dropCap") in _DROP_CAPS]
    for frame in reversed(frames):  # so that what is moved is not moved again
        letter = next(iter(frame.iterancestors("{*}p")), None)
        following = letter.getnext() if letter is not None else None
        if letter is not None and following is not None and local_name(following) == "p":
            for run in reversed(list(children(letter, "r"))):
                following.insert(0, run)


def _move_boxes(root: Any) -> None:
    """Move the paragraphs of each text box behind the paragraph that it is anchored to."""
    for box in reversed(list(descendants(root, "txbxContent"))):
        for anchor in islice(box.iterancestors("{*}p"), 1):
            for block in reversed(box):
                anchor.addnext(block)


def _hidden(root: Any) -> list[Any]:
    """Return the runs of hidden text."""
    marks = (one for one in descendants(root, "vanish") if _value(one) not in _NO)
    runs = (mark.getparent().getparent() for mark in marks if mark.getparent() is not None)
    return [run for run in runs if run is not None and local_name(run) == "r"]


def _separators(root: Any) -> list[Any]:
    """Return the notes that Word keeps for the line between a text and its notes."""
    return [note for note in descendants(root, "footnote", "endnote") if _value(note, "type") in _NOTES_OF_WORD]


def _value(element: Any, name: str = "val") -> str:
    """Return the value of an attribute, in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
