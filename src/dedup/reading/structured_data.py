"""The structured data of a page (JSON-LD, microdata, RDFa) become raw facts about its article, in schema.org's words.

Only the page's own article is read, not those that it links to: of several articles in microdata or RDFa the one that
has a body, and none where that does not tell them apart. `dedup.origin` judges what the values are worth.

extruct parses microdata and RDFa. It takes long to import and knows no places, so it is used only where an attribute
names a property that is read, and the places are looked up in the source.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from dedup.documents import MarkupFact
from dedup.reading.html_tags import lines_of
from dedup.reading.page_tree import PageTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_KEYS = (
    "isBasedOn",
    "sameAs",
    "publisher",
    "author",
    "creator",
    "copyrightHolder",
    "sourceOrganization",
    "provider",
    "url",
    "datePublished",
    "headline",
)
"""Properties of an article that are read, in schema.org's words."""

_DATE_KEYS = frozenset({"datePublished"})
"""Properties that some pages give as a number of seconds or milliseconds."""

_ORGANIZATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
_NESTING_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys under which JSON-LD nests the page's own article; other keys hold articles that it merely names."""

_ARTICLE_TYPES = frozenset(
    {"CreativeWork", "Report", "SocialMediaPosting", "BlogPosting", "LiveBlogPosting", "WebPage"}
)
_OPENING = re.compile(r"\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_CLOSINGS = (("-->",), ("]]>", "//"), ("*/", "]]>", "/*"), ("]]>",), (";",))
"""What stands around JSON-LD in some pages; of a closing, its parts from the last to the first."""
_MOST_VALUES = 1000
"""Values of one block of JSON-LD that are read."""

_KEY = rf"(?:schema:|https?://schema\.org/)?(?:{'|'.join(_KEYS)})"
_VALUE = rf"""\s*=\s*(?:"(?:[^"]*\s)?{_KEY}(?=[\s"])|'(?:[^']*\s)?{_KEY}(?=[\s'])|{_KEY}(?=[\s>/]))"""
_ITEMPROP = re.compile(rf"itemprop{_VALUE}")
_PROPERTY = re.compile(rf"(?:property|rel){_VALUE}")
"""An attribute that names a property that is read of an article."""

_ITEMTYPE, _TYPEOF = (
    re.compile(rf"""{name}\s*=\s*["']?[^"'<>]{{0,200}}(?:Article|Posting|CreativeWork|Report|WebPage)""")
    for name in ("itemtype", "typeof")
)
"""What a page with an article also holds; a third of the pages with items have none. Parsing RDFa takes as long as the
rest of a page, and `typeof` is a word of every other script."""

_BODIES = ("articleBody", "text")
_NESTING_PROPERTIES = ("mainEntity", "mainContentOfPage", "blogPost", "hasPart", "item")
"""Properties under which a page or a blog nests its article."""

_SEARCHED = 3000
"""Characters behind an attribute in which its value is looked for."""

_NAMING = tuple(re.compile(rf"""{name}\s*=\s*["']?([^"'<>]{{0,200}})""") for name in ("itemprop", "property", "rel"))
"""Attributes that name properties. A pattern that begins with a word is found many times as fast as one of several."""
_IN_WORD = re.compile(r"[\w-]")

_MOST_TRIED = 50
"""Attributes of one name behind which a value is looked for."""


@dataclass(frozen=True, slots=True)
class JsonLdValue:
    """A value of a block of JSON-LD: its key, the value, and its place in the block (best effort)."""

    key: str
    value: str
    start: int
    end: int


def json_ld_values(block: str) -> list[JsonLdValue] | None:
    """Return what a block of JSON-LD says of the page's article, or None where it is not JSON.

    The types of the article have the key ``type``. The value of a person or organization is its name; an organization
    also has a key like ``author:organization``, and its address one like ``publisher:url``.
    """
    try:
        data = json.loads(_unwrapped(block), strict=False)
    except (ValueError, RecursionError):
        return None
    nodes = list(_nodes(data))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    found: dict[tuple[str, str], JsonLdValue] = {}
    for key, value in islice(_article_values(nodes, named), _MOST_VALUES):
        if value and (key, value) not in found:
            found[key, value] = JsonLdValue(key, value, *_place_in_block(block, key, value))
    return list(found.values())


def _article_values(nodes: Iterable[dict[str, Any]], named: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        types = [kind for kind in _as_list(node.get("@type")) if isinstance(kind, str)]
        if _is_article(types):
            yield from _values_of(node, types, named)


def _is_article(types: Iterable[str]) -> bool:
    """Return whether a thing of these types is a page's article, or the page itself."""
    return any(kind.endswith("Article") or kind in _ARTICLE_TYPES for kind in types)


def _unwrapped(block: str) -> str:
    """Return the block without the comment or CDATA marks that some pages put around it."""
    start, end = 0, len(block)
    while opening := _OPENING.match(block, start):
        start = opening.end()
    while (shorter := _before_closing(block, start, end)) < end:
        end = shorter
    return block[start:end]


def _before_closing(block: str, start: int, end: int) -> int:
    """Return where the closing mark begins with which ``block[start:end]`` ends; `end` where there is none."""
    for parts in _CLOSINGS:
        at = end
        for part in parts:
            while at > start and block[at - 1].isspace():
                at -= 1
            if not block.endswith(part, start, at):
                break
            at -= len(part)
        else:
            return at
    return end


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = deque([data])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extendleft(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extendleft(value[key] for key in reversed(_NESTING_KEYS) if key in value)


def _values_of(node: dict[str, Any], types: list[str], named: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of a node; a thing to which it only refers has its name in `named`."""
    for kind in types:
        yield "type", kind
    for key in _KEYS:
        for value in _as_list(node.get(key)):
            if isinstance(value, str):
                yield key, value.strip()
            elif key in _DATE_KEYS and type(value) in (int, float):
                yield key, f"{value:.0f}"
            elif isinstance(value, dict):
                yield from _thing_values(key, named.get(str(value.get("@id")), value) if "name" not in value else value)


def _thing_values(key: str, thing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name = _name_of(thing)
    yield key, name
    if _ORGANIZATIONS.intersection(kind for kind in _as_list(thing.get("@type")) if isinstance(kind, str)):
        yield f"{key}:organization", name
    if name and thing.get("url") not in (None, name):
        for address in _strings(thing.get("url")):
            yield f"{key}:url", address


def _name_of(thing: dict[str, Any]) -> str:
    """Return what a person or organization is called: by its name, else by the parts of it, else by its address."""
    named = next(iter(_strings(thing.get("name"))), "")
    parts = " ".join(
        word for part in ("givenName", "additionalName", "familyName") for word in _strings(thing.get(part))
    )
    return named or parts or next((word for part in ("url", "@id") for word in _strings(thing.get(part))), "")


def _strings(value: Any) -> list[str]:
    return [text.strip() for text in _as_list(value) if isinstance(text, str) and text.strip()]


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _place_in_block(block: str, key: str, value: str) -> tuple[int, int]:
    """Return the place of a value behind its key; else that of the key, else the whole block."""
    word = "@type" if key == "type" else key.split(":", 1)[0]
    at = max(block.find(f'"{word}"'), 0)
    for written in (
        value,
        json.dumps(value)[1:-1],
        value.replace("/", "\\/"),
        json.dumps(value)[1:-1].replace("/", "\\/"),
    ):
        start = block.find(written, at)
        if start >= 0:
            return start, start + len(written)
    return (at, at + len(word) + 2) if block.startswith(f'"{word}"', at) else (0, len(block))


def embedded_facts(source: str, tree: PageTree | None = None) -> tuple[tuple[MarkupFact, ...], tuple[str, ...]]:
    """Return facts of a page's article from its microdata and RDFa, and a note for each that cannot be parsed.

    `tree` is that of the page, if others need it too.
    """
    facts: list[MarkupFact] = []
    notes: list[str] = []
    if "schema.org" not in source:
        return (), ()
    for name, things, names, read in (
        ("microdata", _ITEMTYPE, _ITEMPROP, _microdata),
        ("RDFa", _TYPEOF, _PROPERTY, _rdfa),
    ):
        if not (things.search(source) and names.search(source)):
            continue
        articles = _articles_or_none(read, source, tree)
        if articles is None:
            notes.append(f"its {name} could not be parsed and was passed over")
        elif article := _own_article(articles):
            facts += _facts(name, article, source)
    return tuple(facts), tuple(notes)


def _articles_or_none(
    read: Callable[[str, PageTree | None], list[dict[str, Any]]], source: str, tree: PageTree | None
) -> list[dict[str, Any]] | None:
    try:
        return read(source, tree)
    except Exception:  # noqa: BLE001 - whatever markup does to a parser, the page itself can be read
        return None


def _own_article(articles: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the page's own article, or None where it cannot be told from those in lists of further reading."""
    if len(articles) > 1:
        articles = [article for article in articles if any(article.get(body) for body in _BODIES)]
    return articles[0] if len(articles) == 1 else None


def _facts(name: str, article: dict[str, Any], source: str) -> Iterator[MarkupFact]:
    lines = lines_of(source)
    naming = _naming_attributes(source)
    values = dict.fromkeys(_values_of(article, article["@type"], {}))
    for key, value in values:
        text = " ".join(value.split())
        if text and key != "type":
            start, end = _place_in_source(source, naming, key.partition(":")[0], value)
            yield MarkupFact(f"{name.lower()}:{key}", text, start, end, lines.line(start), source[start:end])


def _naming_attributes(source: str) -> list[re.Match[str]]:
    """Return the attributes of a page that name properties, in order."""
    found = sorted((one for pattern in _NAMING for one in pattern.finditer(source)), key=lambda one: one.start())
    return [one for one in found if not _IN_WORD.match(source, max(one.start() - 1, 0))]


def _place_in_source(source: str, naming: list[re.Match[str]], key: str, value: str) -> tuple[int, int]:
    """Return the place of a value behind an attribute that names its key; else that of the first such attribute."""
    word = re.compile(rf"(?<!\w){key}(?!\w)")
    places = ((one.start(), found.end()) for one in naming if (found := word.search(source, one.start(1), one.end())))
    first = (0, 0)
    for place in islice(places, _MOST_TRIED):
        first = first if first[1] else place
        for written in (value, html.escape(value, quote=False), html.escape(value)):
            start = source.find(written, place[1], place[1] + _SEARCHED)
            if start >= 0:
                return start, start + len(written)
    return first


def _microdata(source: str, tree: PageTree | None) -> list[dict[str, Any]]:
    # Imported here because few pages need it, and it brings a library for RDF along.
    from extruct.w3cmicrodata import MicrodataExtractor  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

    page = (tree or PageTree("", source)).root
    return list(_articles(map(_item_node, MicrodataExtractor().extract_items(page, None))))


def _item_node(item: Any) -> Any:
    """Return an item of microdata as a node of JSON-LD, keys and types without schema.org's address."""
    if isinstance(item, list):
        return [_item_node(one) for one in item]
    if not isinstance(item, dict):
        return item
    node = {_local_name(key): _item_node(value) for key, value in item.get("properties", {}).items()}
    kinds = item.get("type", [])
    node["@type"] = [_local_name(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    if "properties" not in item and isinstance(item.get("value"), str):
        node["name"] = item["value"]  # an organisation whose name stands in it without an itemprop of its own
    return node


def _rdfa(source: str, _tree: PageTree | None) -> list[dict[str, Any]]:
    from extruct.rdfa import RDFaExtractor  # type: ignore[import-untyped]  # noqa: PLC0415 - see above

    graph = RDFaExtractor().extract(source.replace("\0", "\ufffd"))
    nodes = {node["@id"]: node for node in graph if "@id" in node}
    flat = {name: _rdfa_node(node, nodes, deep=True) for name, node in nodes.items()}
    nested = {
        value["@id"]
        for node in nodes.values()
        for key, values in node.items()
        if not key.startswith("@") and _local_name(key) not in _NESTING_PROPERTIES
        for value in values
        if isinstance(value, dict) and "@id" in value
    }
    return [node for name, node in flat.items() if _is_article(node["@type"]) and name not in nested]


def _rdfa_node(node: dict[str, Any], nodes: dict[str, Any], *, deep: bool) -> dict[str, Any]:
    """Return a node of an RDFa graph as a node of JSON-LD; references are replaced by their nodes, one level deep."""
    found: dict[str, Any] = {"@type": [_local_name(kind) for kind in node.get("@type", [])]}
    for key, values in node.items():
        if not key.startswith("@"):
            found[_local_name(key)] = [_rdfa_value(value, nodes, deep=deep) for value in values]
    return found


def _rdfa_value(value: dict[str, Any], nodes: dict[str, Any], *, deep: bool) -> Any:
    if "@value" in value:
        return str(value["@value"])
    name = str(value.get("@id", ""))
    if deep and name in nodes:
        return _rdfa_node(nodes[name], nodes, deep=False)
    return "" if name.startswith("_:") else name


def _articles(nodes: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if isinstance(node, list):
            yield from _articles(node)
        elif isinstance(node, dict):
            if _is_article(node["@type"]) and not _is_wrapper(node):
                yield node
            else:
                yield from _articles(node.get(key) for key in _NESTING_PROPERTIES)


def _is_wrapper(node: dict[str, Any]) -> bool:
    """Return whether a node only nests its article."""
    return any(isinstance(node.get(key), (dict, list)) for key in _NESTING_PROPERTIES)


def _local_name(name: str) -> str:
    """Return a name of schema.org without its address: ``http://schema.org/publisher`` is ``publisher``."""
    return re.sub(r"^(?:https?://)?(?:www\.)?schema\.org/?", "", name)
