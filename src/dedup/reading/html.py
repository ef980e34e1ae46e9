"""The source of a web page becomes a document: its main text, the fields and the facts of its markup.

Where the markup states no date, htmldate guesses one, which is marked as a guess. It looks at time elements, classes,
addresses and captions. Measured on pages that state a date, with that statement removed, nine in ten of its guesses are
right to the day. Its search through the whole text is not used: it takes the first year of a copyright line for want of
anything better.

Mirrors, crawls and archives hold the same bytes under many names: errors, print views, captures of an unchanged page.
So each process remembers the pages that it read last, and reads none of them again.
"""

from __future__ import annotations

import re
import warnings
from collections import OrderedDict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import xxhash

from dedup.documents import GUESSED_DATE, Document, MarkupFact
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.decoding import decode
from dedup.reading.extractor_rules import drop_unread
from dedup.reading.fast_main_text import fast_main_text
from dedup.reading.front_matter import front_matter_of
from dedup.reading.html_tags import has_too_many_tags, lines_of, unescape
from dedup.reading.main_text import MainText, main_text_of
from dedup.reading.markup import Markup, markup_of
from dedup.reading.options import CAREFUL, FAST
from dedup.reading.outcomes import IN_DOUBT
from dedup.reading.page_places import places_of_page
from dedup.reading.page_tree import PageTree
from dedup.reading.post_dates import dated
from dedup.reading.visible_lines import VisibleLines, visible_text
from dedup.spans import Span

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

QUOTATION = "blockquote"
"""The kind of fact that a part of the text is a block quotation; its value is the span in the text, as ``12-340``."""

_TOO_MANY_TAGS = "it has too many tags to look for its main text: all its visible text was read"
PAGE_LINKS = "page-links"
"""The kind of fact that a page links to some addresses; its value are these, with spaces between them."""
_LINK = re.compile(r"""<a\s[^<>]{0,500}?href\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
_MOST_LINKS = 2_000

_NO_TEXT = "no main text was found in this page"
_LATEST = "2100-01-01"
"""Given because htmldate would else take the day of the scan, and read the same page in another way tomorrow."""
_DATE_IN_FIGURES = re.compile(
    r"[12]\d{3}(?:(?<=\d[./-]\d{4})(?!\d)|(?<!\d\d{4})(?P<gap>[-/._]?)[01]\d(?P=gap)[0-3]\d(?!\d))", re.ASCII
)
"""What any of the forms of `_in_figures` holds, whatever the date; three in ten pages without a stated date lack it."""
_FRAGMENT = 200
"""Characters of source below which a page has no room for a menu beside its text: a comment, a headline. Tables hold
them by the thousand, and trafilatura takes two milliseconds for each."""
_MOST_TAGS = 16_000
"""Tags up to which resiliparse reads a page, as its reading takes the square of their depth: a second at most."""
_MOST_KNOWN = 128
"""Pages that are remembered; one takes some tens of kilobytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's main text, paragraphs separated by blank lines, and its markup."""

    text: str
    markup: Markup

    @property
    def notes(self) -> tuple[str, ...]:
        """What the owner of the page should know of how it was read."""
        return self.markup.notes

    def document(self, known: Document) -> Document:
        """Return the page as a document; fields that are `known` outweigh those of the markup.

        Its publisher, author and date are those `known`: what the facts say of them is for `dedup.origin` to judge.
        """
        markup = self.markup
        return replace(
            known,
            text=self.text,
            title=known.title or markup.title,
            language=known.language or markup.language,
            url=known.url or markup.url,
            markup=markup.facts,
        )


_known: OrderedDict[tuple[bytes, str | None, str], Page] = OrderedDict()


def read_html(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of one HTML file; raises `NoTextError` where it has no main text."""
    name = content.name
    source, note = decode(name, content.whole(), options.encoding, markup=True)
    front = front_matter_of(source)  # static site generators read it from pages too
    page = known_page_of(name, front.text, None, options.extractor)
    for one in (note, front.note, *page.notes):
        if one:
            builder.note(name, one)
    known = front.document(Document(name, "", name))
    document = page.document(dated(known) if options.site else known)
    places = (*places_of_page(front.text, page.text), *page_links(front.text)) if options.site else ()
    builder.add_document(replace(document, markup=(*front.facts, *document.markup, *places)))


def page_links(source: str) -> list[MarkupFact]:
    """Return the addresses that a page links to, as one fact: a check asks whether its source is among them."""
    found = list(dict.fromkeys(unescape(link[1]) for link in islice(_LINK.finditer(source), _MOST_LINKS)))
    return [MarkupFact(PAGE_LINKS, " ".join(found))] if found else []


def known_page_of(name: str, source: str, url: str | None, extractor: str) -> Page:
    """Return the page of `page_of`, which is not read again where it was among the last that were; raises the same.

    What is read depends on the source, the address and the extractor, and never on the name.
    """
    key = (xxhash.xxh3_128_digest(source.encode(errors="surrogatepass")), url, extractor)
    page = _known.pop(key, None) or page_of(name, source, url, extractor=extractor)
    _known[key] = page
    if len(_known) > _MOST_KNOWN:
        _known.popitem(last=False)
    return page


def page_of(name: str, source: str, url: str | None = None, *, extractor: str = CAREFUL) -> Page:
    """Return the page whose source this is; `url` is where it was fetched from, if that is known.

    `extractor` is one of `dedup.reading.options.EXTRACTORS`; the fast one guesses no date. Raises `NoTextError` where
    the page has no main text.
    """
    too_many_tags, tree = has_too_many_tags(source), PageTree(name, source)
    lines = VisibleLines("" if too_many_tags else source)  # none is outside of all visible text
    markup = markup_of(source, url, tree)
    guessed = [] if too_many_tags or extractor == FAST or markup.states_a_date else guessed_dates(source, url, tree)
    note: str | None = _TOO_MANY_TAGS
    if too_many_tags:
        main = MainText(visible_text(source))
    else:
        main, note = _main_text(name, source, tree, lines, careful=extractor != FAST)
    if not main.text:
        raise NoTextError(name, _NO_TEXT if source.strip() else EMPTY)
    quoted = [MarkupFact(QUOTATION, f"{span.start}-{span.end}") for span in main.quotations]
    return Page(
        main.text,
        replace(
            markup,
            notes=(*markup.notes, note) if note else markup.notes,
            facts=(*markup.facts, *guessed, *lines.facts(main.text), *quoted),
        ),
    )


def _main_text(
    name: str, source: str, tree: PageTree, lines: VisibleLines, *, careful: bool
) -> tuple[MainText, str | None]:
    """Return the main text that is found fast, and a note if it is in doubt.

    It is trafilatura's where the fast way is too slow, or a careful reader in doubt.
    """
    if not source.strip():
        return MainText(), None
    if len(source) < _FRAGMENT:
        return _fragment_text(tree.root), None
    if source.count("<") <= _MOST_TAGS:
        found = fast_main_text(name, source, lines)
        if found.is_sound or not careful:
            return found.main, None if found.is_sound else IN_DOUBT
    drop_unread(tree.root)  # which serves nothing else afterwards
    return main_text_of(name, tree.root, lines), None


def _fragment_text(tree: Any) -> MainText:
    """Return all visible text of a page's tree, and the places of its block quotations."""
    text, quotations, at = _visible_text_of(tree), [], 0
    for element in tree.iter("blockquote"):
        quoted = _visible_text_of(element)
        start = text.find(quoted, at)
        if quoted and start >= 0:
            at = start + len(quoted)
            quotations.append(Span(start, at))
    return MainText(text, tuple(quotations))


def _visible_text_of(element: Any) -> str:
    from lxml import etree  # noqa: PLC0415 - already imported by then, see `parsed_page`

    return visible_text(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def guessed_dates(source: str, url: str | None = None, tree: PageTree | None = None) -> list[MarkupFact]:
    """Return the date that htmldate guesses for a page, at its first place in the source; empty where there is none.

    A date that is nowhere in the source in figures is left out, because nobody could check it. `tree` is that of the
    page, if others need it too.
    """
    date = _guess_date(source, url, tree) if _DATE_IN_FIGURES.search(source) else None
    place = re.search(_in_figures(*date.split("-")), source) if date else None
    if date is None or place is None:
        return []
    return [MarkupFact(GUESSED_DATE, date, *place.span(), lines_of(source).line(place.start()), place[0])]


def _in_figures(year: str, month: str, day: str) -> str:
    """Return a pattern of the ways to write a date in figures."""
    day_in_short, month_in_short = f"0?{int(day)}", f"0?{int(month)}"
    forms = (
        rf"{year}(?P<a>[-/._]?){month}(?P=a){day}",
        rf"{day_in_short}(?P<b>[./-]){month_in_short}(?P=b){year}",
        rf"{month_in_short}(?P<c>[./-]){day_in_short}(?P=c){year}",
    )
    return rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)"


def _guess_date(source: str, url: str | None, tree: PageTree | None) -> str | None:
    from htmldate import find_date  # noqa: PLC0415 - few pages need it, and it takes long to import

    try:
        # A tree, because htmldate would fetch what looks like an address.
        page = (tree or PageTree("", source)).root
        with warnings.catch_warnings(action="ignore"):  # dateutil's, of names of time zones
            found = find_date(page, extensive_search=False, original_date=True, url=url, max_date=_LATEST)
    except Exception:  # noqa: BLE001 - without a guess, the page itself is read
        return None
    return found if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", found) else None
