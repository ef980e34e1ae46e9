"""The microdata and RDFa of a page become raw facts, of the same kinds as those of JSON-LD.

extruct parses them. It takes a while to import and knows no places, so it is asked only where an attribute names
something that is read of an article, and the places are sought in the source. Only the page's own article is read:
of several articles the one that bears a body, and where that does not tell them apart, none.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from dedup.documents import MarkupFact
from dedup.reading.jsonld import KEYS, is_article, values_of
from dedup.spans import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_KEY = rf"(?:schema:|https?://schema\.org/)?(?:{'|'.join(KEYS)})"
_VALUE = rf"""\s*=\s*(?:"(?:[^"]*\s)?{_KEY}(?=[\s"])|'(?:[^']*\s)?{_KEY}(?=[\s'])|{_KEY}(?=[\s>/]))"""
_ITEMPROP = re.compile(rf"itemprop{_VALUE}")
_PROPERTY = re.compile(rf"(?:property|rel){_VALUE}")
"""An attribute that names something that is read of an article."""

_ITEM = re.compile(r"itemscope[\s=>/]")
_TYPEOF = re.compile(r"""typeof\s*=\s*["']?[^"'<>]{0,200}(?:Article|Posting|CreativeWork|Report|WebPage)""")
"""What else a page with an article must hold; RDFa alone takes as long as the rest of a page, and `typeof` is a word
of every other script."""

_BODIES = ("articleBody", "text")
_HOLDERS = ("mainEntity", "mainContentOfPage", "blogPost", "hasPart", "item")
"""Properties under which a page or a blog nests its article."""

_REACH = 3000
"""Characters behind an attribute within which its value is sought."""

_TRIED = 50
"""Attributes of one name behind which a value is sought."""


def embedded_facts(source: str) -> tuple[tuple[MarkupFact, ...], tuple[str, ...]]:
    """Return what the microdata and RDFa of a page say of its article, and a note for each that cannot be parsed."""
    facts: list[MarkupFact] = []
    notes: list[str] = []
    if "schema.org" not in source:
        return (), ()
    for name, things, names, read in (
        ("microdata", _ITEM, _ITEMPROP, _microdata),
        ("RDFa", _TYPEOF, _PROPERTY, _rdfa),
    ):
        if not (things.search(source) and names.search(source)):
            continue
        articles = _parsed(read, source)
        if articles is None:
            notes.append(f"its {name} could not be parsed and was passed over")
        elif article := _own(articles):
            facts += _facts(name.lower(), article, source)
    return tuple(facts), tuple(notes)


def _parsed(read: Callable[[str], list[dict[str, Any]]], source: str) -> list[dict[str, Any]] | None:
    try:
        return read(source)
    except Exception:  # noqa: BLE001 - whatever a page of the web does to a parser, the page itself can be read
        return None


def _own(articles: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the article that the page is about, if that can be told: others are named in lists of further reading."""
    if len(articles) > 1:
        articles = [article for article in articles if any(article.get(body) for body in _BODIES)]
    return articles[0] if len(articles) == 1 else None


def _facts(name: str, article: dict[str, Any], source: str) -> Iterator[MarkupFact]:
    lines = Lines(source)
    said = dict.fromkeys(values_of(article, article["@type"], {}))
    for key, value in said:
        words = " ".join(value.split())
        if words and key != "type":
            start, end = _place(source, key.partition(":")[0], value)
            yield MarkupFact(f"{name}:{key}", words, start, end, lines.line(start), source[start:end])


def _place(source: str, key: str, value: str) -> tuple[int, int]:
    """Return where a value stands, sought behind the attributes that name its key; else the first such attribute."""
    attribute = re.compile(rf"""(?<![\w-])(?:itemprop|property|rel)\s*=\s*["']?[^"'<>]{{0,200}}?(?<!\w){key}(?!\w)""")
    first = (0, 0)
    for found in islice(attribute.finditer(source), _TRIED):
        first = first if first[1] else found.span()
        for written in (value, html.escape(value, quote=False), html.escape(value)):
            start = source.find(written, found.end(), found.end() + _REACH)
            if start >= 0:
                return start, start + len(written)
    return first


def _microdata(source: str) -> list[dict[str, Any]]:
    # Imported here because few pages need it, and it brings a library for RDF along.
    from extruct.w3cmicrodata import MicrodataExtractor  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

    return list(_articles(map(_of_item, MicrodataExtractor().extract(source.replace("\0", "\ufffd")))))


def _of_item(item: Any) -> Any:
    """Return an item of microdata as a node of JSON-LD, keys and types without schema.org's address."""
    if isinstance(item, list):
        return [_of_item(one) for one in item]
    if not isinstance(item, dict):
        return item
    node = {_local(key): _of_item(value) for key, value in item.get("properties", {}).items()}
    kinds = item.get("type", [])
    node["@type"] = [_local(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    if "properties" not in item and isinstance(item.get("value"), str):
        node["name"] = item["value"]  # an organisation whose name stands in it without an itemprop of its own
    return node


def _rdfa(source: str) -> list[dict[str, Any]]:
    from extruct.rdfa import RDFaExtractor  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

    graph = RDFaExtractor().extract(source.replace("\0", "\ufffd"))
    nodes = {node["@id"]: node for node in graph if "@id" in node}
    flat = {name: _of_node(node, nodes, deep=True) for name, node in nodes.items()}
    held = {
        value["@id"]
        for node in nodes.values()
        for key, values in node.items()
        if not key.startswith("@") and _local(key) not in _HOLDERS
        for value in values
        if isinstance(value, dict) and "@id" in value
    }
    return [node for name, node in flat.items() if is_article(node["@type"]) and name not in held]


def _of_node(node: dict[str, Any], nodes: dict[str, Any], *, deep: bool) -> dict[str, Any]:
    """Return a node of an RDFa graph as one of JSON-LD; things that it names are put in their place, one level deep."""
    found: dict[str, Any] = {"@type": [_local(kind) for kind in node.get("@type", [])]}
    for key, values in node.items():
        if not key.startswith("@"):
            found[_local(key)] = [_of_value(value, nodes, deep=deep) for value in values]
    return found


def _of_value(value: dict[str, Any], nodes: dict[str, Any], *, deep: bool) -> Any:
    if "@value" in value:
        return str(value["@value"])
    name = str(value.get("@id", ""))
    if deep and name in nodes:
        return _of_node(nodes[name], nodes, deep=False)
    return "" if name.startswith("_:") else name


def _articles(nodes: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if isinstance(node, list):
            yield from _articles(node)
        elif isinstance(node, dict):
            if is_article(node["@type"]) and not _is_page(node):
                yield node
            else:
                yield from _articles(node.get(key) for key in _HOLDERS)


def _is_page(node: dict[str, Any]) -> bool:
    """Return whether a node only stands around its article."""
    return any(isinstance(node.get(key), (dict, list)) for key in _HOLDERS)


def _local(name: str) -> str:
    """Return a name of schema.org without its address: ``http://schema.org/publisher`` is ``publisher``."""
    return re.sub(r"^(?:https?://)?(?:www\.)?schema\.org/?", "", name)
