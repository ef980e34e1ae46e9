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

from dedup.documents import PAGE_TEXT, MarkupFact
from dedup.reading.fields import author_name, is_web_address, metadata_text
from dedup.reading.json_values import json_value
from dedup.spans import Lines, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dedup.documents import Document

_YAML = re.compile(r"---[ \t]*\r?\n(?P<block>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?P<block>.*?\n)?\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)

_JSON = re.compile(r"---json[ \t]*\r?\n(?P<block>.*?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_BRACES = re.compile(r"(?P<block>\{[ \t]*\r?\n.*?\n\})[ \t]*(?:\r?\n|\Z)", re.DOTALL)

_SURROGATES = re.compile(r"\\u(?:(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|d[89a-f][0-9a-f]{2})", re.IGNORECASE)
"""Escapes of the halves of a character, as in JSON; those of YAML cannot write them."""
_MOST_DOTS = 500
"""Dots on one line of TOML."""
_MOST_PLACES = 1000
"""Keys whose places are looked for; facts of others are said to stand where the front matter begins."""

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

FACT_KINDS: dict[str, str] = {
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
    "robots": "robots",
    "noindex": "noindex",
    "embargo": "embargo",
    "embargoed": "embargo",
    "embargoeduntil": "embargo",
    "embargodate": "embargo",
    "pubstatus": "pub-status",
    "publisher": "publisher",
    "author": "author",
    "authors": "author",
    "date": "published",
    "published": "published",
    "url": "url",
}
"""Keys (as `folded_key` returns them) that say where a text comes from, and the kind of fact of each."""

_NAMES_OF_SOURCES = ("originalsite", "originalsitename", "originalpublication", "originalpublisher", "sourcename")
"""Keys with the name of the source whose address stands in another key."""
_KEYS_OF_A_SOURCE = ("name", "site", "publisher", "publication", "url", "link", "href")
"""Keys of a source that is written as an object, the first first."""
_TRANSLATED = ("translator", "translators", "translatedby", "translation")
"""Keys of which one says that the text is a translation, of its source."""
_SENTENCES = frozenset(
    {
        "about",
        "attribution",
        "credit",
        "credits",
        "disclaimer",
        "editornote",
        "editorsnote",
        "note",
        "notes",
        "preface",
        "provenance",
    }
)
"""Keys whose values are sentences on the text, which sites show above or below it."""
_LONGEST_SENTENCES = 2_000
"""Characters of such a value; longer ones are texts."""


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
        try:
            values = parse(found["block"] or "")
            if isinstance(values, dict):
                return _front_matter(text, found, values)
        except Exception:  # noqa: BLE001 - whatever front matter does to a parser, the text itself can be read
            values = None
        # A horizontal rule before the first paragraph looks the same; a block of front matter begins with a key.
        if values is None and re.match(r"[\w-]+\s*[:=]", found["block"] or ""):
            return FrontMatter(text, {}, note="its front matter cannot be parsed and was left in the text")
    return FrontMatter(text, {})


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text of which the characters in some spans, which are in order, are spaces; line breaks stay."""
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += (text[at : span.start], re.sub(r"[^\r\n]", " ", span.of(text)))
        at = span.end
    return "".join(pieces) + text[at:]


def _front_matter(text: str, found: re.Match[str], values: dict[Any, Any]) -> FrontMatter:
    folded = {folded_key(str(key)): value for key, value in values.items()}
    return FrontMatter(blanked(text, [Span(*found.span())]), fields_of(folded), tuple(_facts(text, found, values)))


def _from_yaml(block: str) -> Any:
    try:
        return _yaml_value(block)
    except Exception:  # the errors of libyaml and of the parser in Python have no base of their own but this
        mended = _SURROGATES.sub(_character, block)
        if mended == block:
            raise
        return _yaml_value(mended)


def _character(found: re.Match[str]) -> str:
    """Return the escape of the character whose halves are escaped, or of U+FFFD for a half."""
    if found[2] is None:
        return r"\ufffd"
    return f"\\U{0x10000 + ((int(found[1], 16) & 0x3FF) << 10) + (int(found[2], 16) & 0x3FF):08X}"


def _yaml_value(block: str) -> Any:
    # Imported here: most inputs have no front matter.
    import yaml  # noqa: PLC0415 - see above

    # libyaml, which PyYAML's wheels have, is some hundred times as fast, and bounds nesting. Both base loaders make
    # only strings, lists and mappings: dates and numbers stay as they were written.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    # An alias may stand for itself or for a billion words, and front matter has no need of any.
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=loader)):
        return None
    return yaml.load(block, Loader=loader)  # noqa: S506 - see above: nothing else can be constructed


def _from_toml(block: str) -> Any:
    # A dotted key costs the parser the square of its parts.
    if any(line.count(".") > _MOST_DOTS for line in block.split("\n")):
        return None
    return tomllib.loads(block.replace("\r\n", "\n"))


def _from_json(block: str) -> Any:
    return json_value("front matter", block)[0]


_SYNTAXES: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (_YAML, _from_yaml),
    (_TOML, _from_toml),
    (_JSON, _from_json),
    (_BRACES, _from_json),
)


def folded_key(key: str) -> str:
    """Return a key as it is compared: in lower case, without spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]", "", key).lower()


def fields_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields that values give, whose keys `folded_key` returned."""
    found: dict[str, str] = {}
    for field, keys in _FIELDS.items():
        text = next((text for key in keys if (text := metadata_text(values.get(key)))), None)
        # In site generators "url" is the path of their own page; a text is fetched from a full address.
        if text and (field != "url" or is_web_address(text)):
            found[field] = author_name(text) if field == "author" else text
    return found


def _facts(text: str, found: re.Match[str], values: dict[Any, Any]) -> Iterator[MarkupFact]:
    lines = Lines(text[: found.end()])
    folded = {folded_key(str(key)): value for key, value in values.items()}
    for number, (key, value) in enumerate(values.items()):
        kind, fact_value = _fact_of(folded_key(str(key)), value, folded)
        if kind is None or fact_value is None:
            continue
        if number >= _MOST_PLACES:
            yield MarkupFact(kind, fact_value, found.start(), found.start(), 1, "")
            continue
        line = re.compile(rf"^[ \t]*[\"']?{re.escape(str(key))}[\"']?[ \t]*[:=][^\r\n]*", re.MULTILINE)
        place = line.search(text, found.start("block"), found.end("block"))
        start, end = place.span() if place else found.span()
        yield MarkupFact(kind, fact_value, start, end, lines.line(start), text[start:end])


def _fact_of(key: str, value: Any, values: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the kind and the value of the fact that a key states; `values` are those of all keys."""
    if key == ACCEPTANCE:
        return f"front-matter:{ACCEPTANCE}", json.dumps(value, ensure_ascii=False, default=str)
    if key in _SENTENCES:
        said = " ".join((metadata_text(value) or "").split())
        return (PAGE_TEXT, said) if said and len(said) <= _LONGEST_SENTENCES else (None, None)
    kind = FACT_KINDS.get(key)
    if kind in ("source", "original-source"):
        if isinstance(value, dict):
            parts = {folded_key(str(name)): part for name, part in value.items()}
            value = next((parts[name] for name in _KEYS_OF_A_SOURCE if metadata_text(parts.get(name))), None)
            kind = "original-source" if any(name in values for name in _TRANSLATED) else kind
        elif kind == "original-source":
            value = next((values[name] for name in _NAMES_OF_SOURCES if metadata_text(values.get(name))), value)
    return f"front-matter:{kind}" if kind else None, metadata_text(value)
