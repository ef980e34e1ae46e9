"""Bytes become an XML tree, in which nothing is fetched or expanded; a file of unknown XML is refused.

Entities that a document declares stay unexpanded and the network is never used, so that neither a file of the machine
nor a billion words come of a few bytes. Errors are mended where libxml2 can: many feeds have some.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
"""References to characters that only HTML declares."""
_HALVES = re.compile(rb"(?:&#(?:x0{0,3}[dD][89A-Fa-f][0-9A-Fa-f]{2}|0{0,3}5[5-7]\d{3});)+")
"""References to halves of characters, as of an emoji in JSON, and to some whole characters beside them."""
_MISSING = b"&#65533;"
_LATIN = re.compile(
    rb"""\s*<\?xml\b[^>]{0,100}?encoding\s*=\s*["'](?:iso-8859-1|latin-?1|windows-1252|us-ascii)["'][^>]{0,50}\?>""",
    re.IGNORECASE,
)
"""A declaration of Latin letters of one byte each."""


def read_xml(content: Content, _options: ReadingOptions, _builder: DocumentBuilder) -> None:
    """Refuse XML of which the first bytes show no kind that is read: `dedup.reading.formats` knows the others."""
    raise InputError(content.name, "it is XML of a kind that dedup does not read: save its text as .txt")


def xml_root(name: str, data: bytes, builder: DocumentBuilder | None = None) -> Any:
    """Return the root element of an XML document; raises `InputError` where it cannot be parsed.

    The `builder` notes errors behind which something may be missing.
    """
    # Imported here: most inputs are not XML.
    from lxml import etree  # noqa: PLC0415 - see above

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    joined = _HALVES.sub(_whole, _NAMED.sub(_numeric, _rightly_declared(data)))
    if builder is not None and joined.count(_MISSING) > data.count(_MISSING):
        builder.note(name, "lone surrogates became U+FFFD")
    try:
        root = etree.fromstring(joined.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(name, f"XML that cannot be parsed ({error})") from error
    if root is None:
        raise InputError(name, "XML that cannot be parsed")
    fatal = next((error for error in parser.error_log if error.level_name == "FATAL"), None)
    if fatal is not None and builder is not None:
        said = " ".join(fatal.message.split())
        builder.note(name, f"its XML has errors, and was read as far as it can be mended (line {fatal.line}: {said})")
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def _rightly_declared(data: bytes) -> bytes:
    """Return a document without the declaration of its encoding where that is Latin-1 or the like, and all is UTF-8.

    Feeds are converted and keep what they declared; text in Latin-1 with accents is no UTF-8 but by the oddest chance.
    """
    declared = _LATIN.match(data)
    if declared is None or data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data
    return data[declared.end() :]


def _numeric(found: re.Match[bytes]) -> bytes:
    characters = html5.get(f"{found[1].decode()};")
    return "".join(f"&#{ord(one)};" for one in characters).encode() if characters else found[0]


def _whole(found: re.Match[bytes]) -> bytes:
    """Return references to the characters that halves make together; a lone half is U+FFFD."""
    numbers = (reference[2:] for reference in found[0].rstrip(b";").split(b";"))
    halves = (int(one[1:], 16) if one[:1] == b"x" else int(one) for one in numbers)
    characters = b"".join(half.to_bytes(2, "little") for half in halves).decode("utf-16-le", errors="replace")
    return "".join(f"&#{ord(one)};" for one in characters).encode()


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; of an entity that stays unexpanded, nothing."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """Yield the child elements with one of some names, in whatever namespace."""
    return iter(element.iterchildren(*in_any_namespace(names)))


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """Yield the elements below one, itself among them, with one of some names, in whatever namespace."""
    return iter(element.iter(*in_any_namespace(names)))


def in_any_namespace(names: Iterable[str]) -> list[str]:
    """Return what lxml calls elements of some names in whatever namespace."""
    return [f"{{*}}{name}" for name in names]


def text_within(element: Any) -> str:
    """Return all text of an element, white space between words as one space."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def first_text(element: Any, *names: str) -> str | None:
    """Return the text of the first child with one of some names that has any, the likeliest name first."""
    found = (text_within(child) for name in names for child in children(element, name))
    return next((text for text in found if text), None)
