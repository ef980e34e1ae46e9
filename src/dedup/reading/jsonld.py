"""A page's JSON-LD becomes raw facts: what the block says of the article, who published it, what it is based on.

schema.org's words, as they stand. Only the nodes that describe this page's article are read, not those that it links
to; what the values are worth is for `dedup.origin` to judge.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEYS = (
    "isBasedOn",
    "sameAs",
    "publisher",
    "author",
    "copyrightHolder",
    "sourceOrganization",
    "provider",
    "url",
    "datePublished",
    "headline",
)
"""What is read of an article, in schema.org's words."""

_ORGANIZATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys under which a block nests the page's own article; others hold articles that it merely names."""

_OTHER_TYPES = frozenset({"CreativeWork", "Report", "SocialMediaPosting", "BlogPosting", "LiveBlogPosting", "WebPage"})
_WRAPPED = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a block: its key, the value, and where in the block it stands (best effort)."""

    key: str
    value: str
    start: int
    end: int


def said_by(block: str) -> list[Said] | None:
    """Return what a block of JSON-LD says of the page's article, or None where it is not JSON.

    An article type is said under ``type``; a person or organization by its name, and an organization also under
    ``author:organization`` and the like, its address under ``publisher:url`` and the like.
    """
    try:
        data = json.loads(_unwrapped(block), strict=False)
    except (ValueError, RecursionError):
        return None
    nodes = list(_nodes(data))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    found: dict[tuple[str, str], Said] = {}
    for node in nodes:
        types = [kind for kind in _listed(node.get("@type")) if isinstance(kind, str)]
        if not is_article(types):
            continue
        for key, value in values_of(node, types, named):
            if value and (key, value) not in found:
                found[key, value] = Said(key, value, *_place(block, key, value))
    return list(found.values())


def is_article(types: Iterable[str]) -> bool:
    """Return whether a thing of these types is a page's article, or the page itself."""
    return any(kind.endswith("Article") or kind in _OTHER_TYPES for kind in types)


def _unwrapped(block: str) -> str:
    """Return the block without the comment or CDATA marks that some pages put around it."""
    while (bare := _WRAPPED.sub("", block)) != block:
        block = bare
    return block


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = deque([data])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extendleft(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extendleft(value[key] for key in reversed(_NESTED) if key in value)


def values_of(node: dict[str, Any], types: list[str], named: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what a node says, by key; a thing to which it only refers has the name that it has in `named`."""
    for kind in types:
        yield "type", kind
    for key in KEYS:
        for value in _listed(node.get(key)):
            if isinstance(value, str):
                yield key, value.strip()
            elif isinstance(value, dict):
                yield from _of_thing(key, named.get(str(value.get("@id")), value) if "name" not in value else value)


def _of_thing(key: str, thing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name = next((word for part in ("name", "url", "@id") for word in _words(thing.get(part))), "")
    yield key, name
    if _ORGANIZATIONS.intersection(kind for kind in _listed(thing.get("@type")) if isinstance(kind, str)):
        yield f"{key}:organization", name
    if name and thing.get("name"):
        for address in _words(thing.get("url")):
            yield f"{key}:url", address


def _words(value: Any) -> list[str]:
    return [word.strip() for word in _listed(value) if isinstance(word, str) and word.strip()]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _place(block: str, key: str, value: str) -> tuple[int, int]:
    """Return where the value stands, sought behind its key; else the key itself, else the whole block."""
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
