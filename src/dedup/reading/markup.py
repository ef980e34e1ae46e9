"""The markup of a page becomes fields that describe the page, and facts that may be evidence of its origin.

Three things stay apart: the address that the page was fetched from, the canonical link that it names, and who holds
the copyright. Facts are raw, each with its place in the source; `dedup.origin` judges them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dedup.documents import MarkupFact
from dedup.reading.byline_elements import byline_elements
from dedup.reading.html_tags import Tag, lines_of, plain_text, tags_of
from dedup.reading.structured_data import embedded_facts, json_ld_values
from dedup.reading.time_elements import time_elements

if TYPE_CHECKING:
    from dedup.reading.page_tree import PageTree

_META = frozenset(
    {
        "og:url", "og:site_name", "og:title", "og:article:author",
        "article:published_time", "article:author", "article:publisher",
        "syndication-source", "original-source", "source", "publisher", "copyright", "rights",
        "application-name", "apple-mobile-web-app-title", "robots", "googlebot",
        "author", "byl", "parsely-author", "sailthru.author", "cxenseparse:author", "twitter:creator",
        "date", "pubdate", "publish-date", "publishdate", "publish_date", "pub_date", "datepublished",
        "article:published:time", "og:article:published_time", "og:pubdate", "article.published", "sailthru.date",
        "cxenseparse:recs:publishtime", "parsely-pub-date", "citation_author", "citation_publication_date",
        "dc.creator", "dc.publisher", "dc.source", "dc.rights", "dc.date", "dc.date.issued",
        "dcterms.creator", "dcterms.publisher", "dcterms.source", "dcterms.rights", "dcterms.rightsholder",
        "dcterms.license", "dcterms.date", "dcterms.created", "dcterms.issued",
    }
)  # fmt: skip
"""Names (or properties) of ``meta`` that give the author, publisher, date or source of a text."""

_TITLE = ("og:title", "json-ld:headline", "microdata:headline", "rdfa:headline", "title")
_DATES = frozenset(
    {
        "article:published_time", "article:published:time", "og:article:published_time", "og:pubdate",
        "article.published", "sailthru.date", "cxenseparse:recs:publishtime",
        "json-ld:datePublished", "microdata:datePublished", "rdfa:datePublished",
        "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
        "date", "pubdate", "publish-date", "publishdate", "publish_date", "pub_date", "datepublished",
        "parsely-pub-date", "citation_publication_date",
    }
)  # fmt: skip
"""Kinds of facts that state when a page was published."""
_AUTHORS_OF_SITE = re.compile(
    r"(?!twitter|og|fb|book|theme|image|video)[a-z][a-z0-9]{1,19}[_:.-](?:article[_:.-])?authors?"
)
"""Names of ``meta`` by which a site gives writers in its own way: ``harbour_authors``."""
_LABEL = re.compile(r"twitter:label(\d)")
_WRITTEN_BY = frozenset(
    {
        "written by", "verfasst von", "geschrieben von", "escrito por", "écrit par", "scritto da", "geschreven door",
        "skrevet af", "skrevet av", "skriven av", "napisane przez", "автор", "yazan", "by", "author", "автор статьи",
    }
)  # fmt: skip
"""Labels beside which content systems write the author's name (``twitter:label1``, ``twitter:data1``)."""

_SAVED_FROM = re.compile(
    r"saved from url=(?:\(\d+\))?(?P<ie>\S+)|Page saved with SingleFile\s+url:\s*(?P<single>\S+)"
    r"|Mirrored from (?P<track>\S+) by HTTrack"
)
"""What browsers, SingleFile and HTTrack write into the pages that they save."""

_ACCEPTANCE = re.compile(r"\s*dedup\s*:\s*(?P<accepted>.*)\Z", re.DOTALL | re.IGNORECASE)
"""A comment of a page that accepts findings of a check."""

_MOST_OF_KIND = 100
"""Statements of one kind that are read: whoever compares names compares each with each."""

_TRACKER = re.compile(r"^(?:https?:)?//(?:pixel|counter|count|track|tracking)\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """Title, language and facts of a page. `url` is where it was fetched from, if that is known or saved in it.

    Who published or wrote it, and when, is left to `dedup.origin`, because the facts often contradict each other.
    """

    title: str | None = None
    language: str | None = None
    url: str | None = None
    facts: tuple[MarkupFact, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def states_a_date(self) -> bool:
        """Whether the markup states when the page was published, in any form that holds a year or more."""
        return any(fact.kind in _DATES and re.search(r"\d{4}", fact.value) for fact in self.facts)


def markup_of(source: str, url: str | None = None, tree: PageTree | None = None) -> Markup:
    """Return the markup of a page's source; `url` is the address that it was fetched from, if that is known.

    `tree` is that of the page, if others need it too.
    """
    reader = _MarkupReader(source, url, tree)
    for tag in tags_of(source):
        reader.read(tag)
    return reader.markup()


class _MarkupReader:
    def __init__(self, source: str, url: str | None, tree: PageTree | None) -> None:
        self._source = source
        self._tree = tree
        self._lines = lines_of(source)
        self._url = url
        self._language: str | None = None
        self._title: str | None = None
        self._facts: list[MarkupFact] = []
        self._notes: list[str] = []
        self._counts: Counter[str] = Counter()
        self._labels: dict[str, str] = {}
        self._title_place = (0, 0, 1, "")

    def read(self, tag: Tag) -> None:
        match tag.name:
            case "html":
                self._read_language(tag)
            case "title":
                self._read_title(tag)
            case "meta":
                self._read_meta(tag)
            case "link" | "a":
                self._read_link(tag)
            case "script":
                self._read_script(tag)
            case "img":
                self._read_image(tag)
            case "!--":
                self._read_comment(tag)

    def markup(self) -> Markup:
        embedded, notes = embedded_facts(self._source, self._tree)
        self._facts += (*embedded, *byline_elements(self._source), *time_elements(self._source))
        self._notes += notes
        for kind, count in self._counts.items():
            if count > _MOST_OF_KIND:
                self._notes.append(f"its markup states {kind} {count:,} times; the first {_MOST_OF_KIND} are read")
        values: dict[str, str] = {}
        if self._title:
            values["title"] = self._title
            self._facts.append(MarkupFact("title", self._title, *self._title_place))
        for fact in self._facts:
            values.setdefault(fact.kind, fact.value)
        return Markup(
            title=_first(values, _TITLE),
            language=self._language or None,
            url=self._url,
            facts=tuple(self._facts),
            notes=tuple(self._notes),
        )

    def _read_language(self, tag: Tag) -> None:
        language = tag.attributes.get("lang") or tag.attributes.get("xml:lang")
        if language and not self._language:
            self._language = language
            self._add_fact("lang", language, tag.start, tag.end)

    def _read_title(self, tag: Tag) -> None:
        if not self._title:
            self._title = plain_text(self._source[tag.end : tag.content_end])
            source = self._source[tag.end : tag.content_end]
            self._title_place = (tag.end, tag.content_end, self._lines.line(tag.end), source)

    def _read_meta(self, tag: Tag) -> None:
        name = (tag.attributes.get("property") or tag.attributes.get("name") or "").lower()
        value = tag.attributes.get("content", "")
        if name in _META:
            self._add_fact(name, value, tag.start, tag.end)
        elif found := _LABEL.fullmatch(name):
            self._labels[f"twitter:data{found[1]}"] = value.strip().lower()
        elif (
            self._labels.get(name) in _WRITTEN_BY
            or name == "twitter:misc:written by"
            or _AUTHORS_OF_SITE.fullmatch(name)
        ):
            self._add_fact("author", value, tag.start, tag.end)

    def _read_link(self, tag: Tag) -> None:
        relations = tag.attributes.get("rel", "").lower().split()
        address = tag.attributes.get("href", "")
        if "canonical" in relations and tag.name == "link":
            self._add_fact("canonical", address, tag.start, tag.end)
        if "syndication" in relations or "u-syndication" in tag.attributes.get("class", "").split():
            self._add_fact("syndication", address, tag.start, tag.end)
        if "license" in relations:
            self._add_fact("license", address, tag.start, tag.end)
        if "author" in relations:
            name = plain_text(self._source[tag.end : tag.content_end])
            self._add_fact("author-link", name or address, tag.start, tag.content_end)

    def _read_script(self, tag: Tag) -> None:
        if tag.attributes.get("type", "").lower().split(";")[0].strip() != "application/ld+json":
            self._read_tracker(tag)
            return
        block = self._source[tag.end : tag.content_end]
        values = json_ld_values(block)
        if values is None:
            if block.strip():
                self._notes.append(f"its JSON-LD on line {self._lines.line(tag.start)} is not JSON and was passed over")
            return
        for one in values:
            self._add_fact(f"json-ld:{one.key}", one.value, tag.end + one.start, tag.end + one.end)

    def _read_image(self, tag: Tag) -> None:
        sizes = {tag.attributes.get(side, "").removesuffix("px") for side in ("width", "height")}
        if sizes <= {"0", "1"}:
            self._read_tracker(tag, pixel=True)
        else:
            self._read_tracker(tag)

    def _read_tracker(self, tag: Tag, *, pixel: bool = False) -> None:
        address = tag.attributes.get("src", "")
        if not (pixel or _TRACKER.match(address)):
            return
        host = _host(address)
        if host and host != _host(self._url or ""):
            self._add_fact("tracking-pixel", address, tag.start, tag.end)

    def _read_comment(self, tag: Tag) -> None:
        if found := _ACCEPTANCE.match(self._source, tag.end, tag.content_end):
            self._add_fact("comment:dedup", found["accepted"], tag.start, tag.content_end)
            return
        found = _SAVED_FROM.search(self._source, tag.end, tag.content_end)
        if found is None:
            return
        address = found["ie"] or found["single"] or f"http://{found['track']}"
        self._url = self._url or address
        self._add_fact("saved-from", address, found.start(), found.end())

    def _add_fact(self, kind: str, value: str, start: int, end: int) -> None:
        value = " ".join(value.split())
        if value:
            self._counts[kind] += 1
        if value and self._counts[kind] <= _MOST_OF_KIND:
            line = self._lines.line(start)
            self._facts.append(MarkupFact(kind, value, start, end, line, self._source[start:end]))


def _first(values: dict[str, str], kinds: tuple[str, ...]) -> str | None:
    return next((values[kind] for kind in kinds if values.get(kind)), None)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
