"""A text document of LibreOffice (OpenDocument) becomes one text: its paragraphs, rows of tables, and notes at the end.

Comments, deleted and hidden text are left out, as in a printed page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.errors import InputError
from dedup.reading.readers.paragraphs import Paragraphs, is_for_quotations
from dedup.reading.readers.properties import with_properties
from dedup.reading.readers.xml import descendants, local_name
from dedup.reading.readers.zip_members import ENCRYPTED, ZipMembers

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

TYPES = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
"""What the member ``mimetype`` of such a file says."""
_BODY, _PROPERTIES, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
_LEFT_OUT = ("tracked-changes", "annotation", "annotation-end", "sequence-decls", "note-citation", "ruby-text")
_DESCRIPTIONS = ("title", "desc")
"""Elements of a frame that describe its picture to those who cannot see it."""
_NOTE, _HIDDEN = "note", "none"
_SPACES = {"s": " ", "tab": " ", "line-break": "\n", "table-cell": " "}


def read_odt(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of an OpenDocument file; raises `InputError` where it is none, or where it is empty."""
    with ZipMembers(content) as members:
        add_odt(members, builder)


def add_odt(members: ZipMembers, builder: DocumentBuilder) -> None:
    """Add the document of the members of an OpenDocument file."""
    if _BODY not in members:
        raise InputError(members.name, "it is no OpenDocument text: it has no content.xml")
    if _MANIFEST in members and b"encryption-data" in members.read(_MANIFEST):
        raise InputError(members.name, ENCRYPTED)
    paragraphs = Paragraphs()
    root = members.xml_root(_BODY)
    body = next(descendants(root, "text"), None)
    if body is not None:
        _drop_hidden(root)
        _add_paragraphs(body, _styles_of_quotations(root), paragraphs)
    document = paragraphs.document(members.name)
    if _PROPERTIES in members:
        document = with_properties(document, members.xml_root(_PROPERTIES))
    builder.add_document(document)


def _styles_of_quotations(root: Any) -> frozenset[str]:
    """Return the names of the document's own styles that vary one for quotations."""
    styles = descendants(root, "style")
    return frozenset(_named(one, "name") for one in styles if is_for_quotations(_named(one, "parent-style-name")))


def _drop_hidden(root: Any) -> None:
    """Empty the hidden sections, paragraphs and spans of a document; the text behind a span stays."""
    properties = (one for one in descendants(root, "text-properties") if _named(one, "display") == _HIDDEN)
    styles = {_named(one.getparent(), "name") for one in properties}
    styled = (
        [one for one in descendants(root, "p", "h", "span") if _named(one, "style-name") in styles] if styles else []
    )
    for element in (*styled, *(one for one in descendants(root, "section") if _named(one, "display") == _HIDDEN)):
        element.text = None
        del element[:]


def _add_paragraphs(body: Any, quotations: frozenset[str], paragraphs: Paragraphs) -> None:
    trees = [body]
    for tree in trees:  # notes come to it, and those within notes
        trees += _add_blocks(tree, quotations, paragraphs)


def _add_blocks(tree: Any, quotations: frozenset[str], paragraphs: Paragraphs) -> list[Any]:
    """Add the paragraphs of a tree, and return the notes in it, which are passed over as all that is left out."""
    from lxml import etree  # noqa: PLC0415 - already imported for the tree

    pieces: list[str] = []
    notes: list[Any] = []
    rows, within = 0, 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag, starts = local_name(element), event == "start"
        if starts and element is not tree and (tag == _NOTE or _is_left_out(element, tag)):
            notes += [element] if tag == _NOTE else []
            walk.skip_subtree()  # what is next is its end, with the text behind it
            continue
        if tag == "table-row":
            rows += 1 if starts else -1
        if tag in ("p", "h"):
            within += 1 if starts else -1
        if not starts and ((tag in ("p", "h") and not rows) or tag == "table-row"):
            style = _named(element, "style-name")
            paragraphs.add("".join(pieces), quotation=style in quotations or is_for_quotations(style))
            pieces = []
        elif not starts:
            pieces.append("\n" if tag in ("p", "h") else _SPACES.get(tag, ""))
        text = element.text if starts else element.tail
        if within and text:  # outside of paragraphs, there is nothing but white space and values of fields
            pieces.append(text.replace("\n", " "))
    paragraphs.add("".join(pieces))
    return notes


def _is_left_out(element: Any, tag: str) -> bool:
    # A field for the title of the document has the name of the title of a picture.
    return tag in _LEFT_OUT or (tag in _DESCRIPTIONS and "svg" in element.tag)


def _named(element: Any, attribute: str) -> str:
    """Return the value of an attribute, in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith(f"}}{attribute}")), "")
