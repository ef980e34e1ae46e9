"""A news item in ninjs (IPTC's News in JSON, versions 1 to 3) becomes a document with facts of its origin.

https://iptc.org/std/ninjs/: version 1 has ``body_text`` or ``body_xhtml`` and lower-case names, version 2 lists of
bodies and headlines, version 3 names such as ``infoSources``. Names are compared without case. Facts have the kinds
that the markup of pages has for the same statements; their place is the beginning of the item, because JSON has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.documents import Document, MarkupFact
from dedup.reading.fields import author_name, is_web_address, metadata_text
from dedup.reading.html_tags import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PLAIN = ("text/plain", "")
_FIRST_BODIES = ("body_text", "body_xhtml", "body_html")
_BLOCK_ENDS = ("</p>", "<br>", "<br/>", "<br />", "</h1>", "</h2>", "</h3>", "</li>", "</div>")


def is_news_item(names: Iterable[str]) -> bool:
    """Return whether an object with these names is a news item: it has an identifier, and a body in ninjs' words.

    Superdesk calls the identifier ``guid``.
    """
    folded = {name.casefold() for name in names}
    return bool(
        ("uri" in folded or folded.issuperset(("guid", "versioncreated")))
        and (folded & {"bodies", *_FIRST_BODIES} or any(name.startswith("body_") for name in folded))
    )


def news_item(values: Mapping[str, Any], known: Document) -> Document | None:
    """Return the document of a news item, or None where it has no text; what is `known` outweighs the item."""
    item = {str(name).casefold(): value for name, value in values.items()}
    text = _body(item)
    if not text:
        return None
    provider = _name(item.get("provider")) or _name(item.get("publisher"))
    return Document(
        id=known.id,
        text=text,
        path=known.path,
        title=known.title or _headline(item),
        publisher=known.publisher or provider,
        author=known.author or _author(item),
        published=known.published or _first(item, "firstcreated", "contentcreated", "versioncreated"),
        language=known.language or _first(item, "language"),
        url=known.url or _address(item),
        markup=tuple(MarkupFact(kind, value) for kind, value in _facts(item)),
    )


def _first(item: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := metadata_text(item.get(name)))), None)


def _body(item: Mapping[str, Any]) -> str:
    bodies = [body for body in _objects(item.get("bodies")) if isinstance(body.get("value"), str)]
    plain = [body["value"] for body in bodies if str(body.get("contenttype") or "").lower() in _PLAIN]
    if plain:
        return str(plain[0])
    if bodies:
        return _as_text(bodies[0]["value"])
    named = [name for name in _FIRST_BODIES if isinstance(item.get(name), str)]
    if not named:
        return ""
    value = str(item[named[0]])
    return value if named[0] == "body_text" else _as_text(value)


def _as_text(markup: str) -> str:
    """Return the text of a body in XHTML, with a blank line between its paragraphs."""
    for end in _BLOCK_ENDS:
        markup = markup.replace(end, f"{end}\x1e")
    return "\n\n".join(text for part in markup.split("\x1e") if (text := plain_text(part)))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield {str(name).casefold(): part for name, part in one.items()}


def _headline(item: Mapping[str, Any]) -> str | None:
    listed = [metadata_text(headline.get("value")) for headline in _objects(item.get("headlines"))]
    found = next(filter(None, listed), None) or _first(item, "headline", "title")
    return plain_text(found) if found else None


def _author(item: Mapping[str, Any]) -> str | None:
    named = _first(item, "by", "byline")
    return author_name(named) if named else None


def _name(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return next(
        (name for one in _objects(value) if (name := metadata_text(one.get("name") or one.get("literal")))), None
    )


def _address(item: Mapping[str, Any]) -> str | None:
    """Return the web address of an item: an alternative identifier of it that is one."""
    for one in _objects(item.get("altids")):
        value = metadata_text(one.get("value"))
        if is_web_address(value):
            return value
    return None


def _facts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("infosources", "infosource", "source"):
        for value in [item[name]] if isinstance(item.get(name), str) else _objects(item.get(name)):
            named = value if isinstance(value, str) else _name(value)
            if named:
                yield "infosource", named
    for kind, names in (
        ("json-ld:copyrightHolder", ("copyrightholder",)),
        ("license", ("usageterms",)),
        ("embargo", ("embargoeduntil", "embargoed")),
        ("pub-status", ("pubstatus",)),
        ("item-uri", ("uri", "guid")),
    ):
        value = _first(item, *names)
        if value:
            yield kind, value
