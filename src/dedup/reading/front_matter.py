"""The front matter of a Markdown file or a page becomes fields and facts, and its characters become spaces.

YAML between ``---`` lines, TOML between ``+++`` lines, JSON between ``---json`` and ``---`` or in braces, at the very
beginning: what Jekyll, Hugo and Eleventy read. Line breaks stay, so that offsets and line numbers of the text are those
of the file. `dedup.origin` judges what the facts are worth.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dedup.documents import MarkupFact
from dedup.reading.fields import author_name, metadata_text
from dedup.spans import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.documents import Document

_YAML = re.compile(r"---[ \t]*\r?\n(?P<block>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?P<block>.*?\n)?\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)

_JSON = re.compile(r"---json[ \t]*\r?\n(?P<block>.*?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_BRACES = re.compile(r"(?P<block>\{[ \t]*\r?\n.*?\n\})[ \t]*(?:\r?\n|\Z)", re.DOTALL)

ACCEPTANCE = "dedup"
"""The key whose value (kept as JSON) accepts findings of a check."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "publishdate", "pubdate"),
    "publisher": ("publisher", "site", "sitename"),
    "language": ("language", "lang"),
    "url": ("url",),
}

_FACTS: dict[str, str] = {
    "canonical": "canonical",
    "canonicalurl": "canonical",
    "source": "source",
    "sourceurl": "source",
    "original": "original-source",
    "originalurl": "original-source",
    "originalsource": "original-source",
    "syndicationsource": "syndication-source",
    "republishedfrom": "republished-from",
    "via": "via",
    "copyright": "copyright",
    "license": "license",
    "licence": "license",
    "publisher": "publisher",
    "author": "author",
    "authors": "author",
    "date": "published",
    "published": "published",
    "url": "url",
}
"""Keys (as `_folded` returns them) that say where a text comes from, and the kind of fact of each."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text whose front matter is blanked, its fields and facts, and a note where it cannot be parsed."""

    text: str
    fields: dict[str, str]
    facts: tuple[MarkupFact, ...] = ()
    note: str | None = None

    def document(self, known: Document) -> Document:
        """Return the document with the text, fields and facts."""
        return replace(known, text=self.text, markup=self.facts, **self.fields)


def front_matter_of(text: str) -> FrontMatter:
    """Return a text's front matter; a block that is not front matter stays text."""
    for pattern, parse in _SYNTAXES:
        found = pattern.match(text)
        if found is None:
            continue
        values = parse(found["block"] or "")
        if isinstance(values, dict):
            folded = {_folded(str(key)): value for key, value in values.items()}
            blanked = re.sub(r"[^\r\n]", " ", found[0]) + text[found.end() :]
            return FrontMatter(blanked, _fields(folded), tuple(_facts(text, found, values)))
        # A horizontal rule before the first paragraph looks the same; a block of front matter begins with a key.
        if values is None and re.match(r"[\w-]+\s*[:=]", found["block"] or ""):
            return FrontMatter(text, {}, note="its front matter cannot be parsed and was left in the text")
    return FrontMatter(text, {})


def _from_yaml(block: str) -> Any:
    # Imported here: most inputs have no front matter.
    import yaml  # noqa: PLC0415 - see above

    try:
        # An alias may stand for itself or for a billion words, and front matter has no need of any.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=yaml.BaseLoader)):
            return None
        # BaseLoader makes only strings, lists and mappings: dates and numbers stay as they were written.
        return yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - see above: nothing else can be constructed
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _from_toml(block: str) -> Any:
    try:
        return tomllib.loads(block.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _from_json(block: str) -> Any:
    try:
        return json.loads(block)
    except (ValueError, RecursionError):
        return None


_SYNTAXES: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (_YAML, _from_yaml),
    (_TOML, _from_toml),
    (_JSON, _from_json),
    (_BRACES, _from_json),
)


def _folded(key: str) -> str:
    return re.sub(r"[\s_-]", "", key).lower()


def _fields(values: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, keys in _FIELDS.items():
        text = next((text for key in keys if (text := metadata_text(values.get(key)))), None)
        # In site generators "url" is the path of their own page; a text is fetched from a full address.
        if text and (field != "url" or text.startswith(("http://", "https://"))):
            found[field] = author_name(text) if field == "author" else text
    return found


def _facts(text: str, found: re.Match[str], values: dict[Any, Any]) -> Iterator[MarkupFact]:
    lines = Lines(text[: found.end()])
    for key, value in values.items():
        name = _folded(str(key))
        accepts = name == ACCEPTANCE
        kind = ACCEPTANCE if accepts else _FACTS.get(name)
        fact_value = json.dumps(value, ensure_ascii=False, default=str) if accepts else metadata_text(value)
        if kind is None or fact_value is None:
            continue
        line = re.compile(rf"^[ \t]*[\"']?{re.escape(str(key))}[\"']?[ \t]*[:=][^\r\n]*", re.MULTILINE)
        place = line.search(text, found.start("block"), found.end("block"))
        start, end = place.span() if place else found.span()
        yield MarkupFact(f"front-matter:{kind}", fact_value, start, end, lines.line(start), text[start:end])
