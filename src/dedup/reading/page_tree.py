"""The source of a page becomes one tree, which serves its main text, its microdata and the guess of its date.

lxml parses. Its tree has no comments, no scripts but those that hold data, and no elements that are nested without
end, because what reads the tree takes the square of their depth.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Any

from dedup.errors import InputError
from dedup.reading.annotations import drop_annotations
from dedup.reading.html_tags import unescape

_DEEPEST = 150
"""Levels of elements; the usual page has some twenty, and what looks for its main text takes the square of them."""
_SPACES = bytes.maketrans(b"\v\f", b"  ")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})
_NOT_CHARACTERS = ("\ufffe", "\uffff")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:0*[0-9]{1,2}|[xX]0*[0-9a-fA-F]{1,2}|0*6553[45]|[xX]0*(?i:fff[ef]))(?![0-9a-fA-F]);?")


class PageTree:
    """The tree of a page without annotations, which is parsed when it is first asked for: many pages need none."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._source = source

    @cached_property
    def root(self) -> Any:
        """The tree; raises `InputError` where the source cannot be parsed."""
        tree = parsed_page(self._name, self._source)
        drop_annotations(tree)
        return tree


def without_annotations(name: str, source: str) -> str:
    """Return a page's source without annotations; raises `InputError` where it cannot be parsed."""
    from lxml import etree  # noqa: PLC0415 - see `parsed_page`

    return str(etree.tostring(PageTree(name, source).root, encoding="unicode", method="html"))


def parsed_page(name: str, source: str) -> Any:
    """Return the tree of a page; raises `InputError` where the source cannot be parsed."""
    from lxml import etree, html  # noqa: PLC0415 - it takes long to import, and only pages need it

    try:
        tree = html.document_fromstring(_without_controls(source), parser=_parser())
    except (etree.LxmlError, ValueError) as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error
    _flatten(tree)
    _drop_programs(tree)
    return tree


@lru_cache(maxsize=1)
def _parser() -> Any:
    """Return the parser of all pages. Its elements have one class, as lxml's own choice of a class is slow."""
    from lxml import etree, html  # noqa: PLC0415 - see `parsed_page`

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            element=html.HtmlElement,
            comment=html.HtmlComment,
            pi=html.HtmlProcessingInstruction,
            entity=html.HtmlEntity,
        )
    )
    return parser


@lru_cache(maxsize=1)
def _is_deep() -> Any:
    from lxml import etree  # noqa: PLC0415 - see `parsed_page`

    return etree.XPath(f"boolean({'/*' * (_DEEPEST + 1)})")


def _without_controls(source: str) -> bytes:
    """Return a page's source as UTF-8 without what lxml refuses: control characters and their like.

    One that is a space stays one, and a NUL, which would end the document for libxml2, is U+FFFD, as HTML reads it.
    """
    if "&#" in source:
        source = _REFERENCE.sub(lambda found: "" if _CONTROL.sub("", unescape(found[0])) == "" else found[0], source)
    for one in _NOT_CHARACTERS:
        source = source.replace(one, "")
    return source.replace("\0", "\ufffd").encode().translate(_SPACES, _CONTROLS)


def _flatten(tree: Any) -> None:
    """Take the elements that are nested too deeply out of the ones around them, which browsers do as well."""
    if not _is_deep()(tree):
        return
    from lxml import etree  # noqa: PLC0415 - already imported by then, see `parsed_page`

    depth, deep = 0, []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > _DEEPEST and isinstance(element.tag, str):
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()


def _drop_programs(tree: Any) -> None:
    """Remove scripts and styles, which are half of many pages; scripts of data stay (JSON-LD)."""
    for element in list(tree.iter("script", "style")):
        if element.getparent() is not None and "json" not in (element.get("type") or ""):
            element.drop_tree()
