"""The facts of a page's markup → what the page calls itself, its own address, and addresses that lead elsewhere.

No single sign decides. A page that was taken over may carry the canonical link, the ``og:url`` and even the publisher
of its source; a content system writes names of its own. So the site's name, the publisher of its structured data, its
application name, the end of its title and its addresses are grouped by publisher, and the group with most signs is the
page's own. A name that a sentence of the page gives as its source needs signs other than addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.origin.claims import SITE_NAME, schema_kinds
from dedup.origin.hosts import PROFILES, host_of
from dedup.origin.names import domain_of, identity, is_agency, same_publisher
from dedup.reading.html_tags import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.documents import MarkupFact

OWN_ADDRESSES = ("saved-from", "og:url", *schema_kinds("url"), "canonical")
"""Kinds of facts that tell the page's own address where it is not known otherwise, the most reliable first."""

_NAME_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("site name", (SITE_NAME,)),
    ("publisher", schema_kinds("publisher")),
    ("title", ("title", "og:title")),
    ("application", ("application-name", "apple-mobile-web-app-title")),
    ("meta publisher", ("publisher", "dc.publisher", "dcterms.publisher", "front-matter:publisher")),
)
"""Signs that are names, the likeliest to be written as people write it first, with the kinds of their facts."""
_ALONE = frozenset({"site name", "publisher"})
"""Signs of which one is enough where nothing else names the page."""
_TITLE_END = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb-]+\s+(?=[^|\u2013\u2014\u00b7\u2022\u00bb]{2,60}$)")
_SLOGAN = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb:-]+(?:\s+|$)|:\s+")
_COMPANY = re.compile(r"\b(?:GmbH|AG|KG|Inc|Ltd|LLC|S\.?A|S\.?r\.?l|B\.?V|Verlag)\b")
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}")
_SHORTEST_PART = 4
"""Letters of the shortest name that is one with another name that holds it."""


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    value: str
    fact: MarkupFact | None
    is_address: bool = False


@dataclass(slots=True)
class _Group:
    """The signs that name one publisher."""

    signs: list[_Sign] = field(default_factory=list)

    def holds(self, value: str) -> bool:
        """Return whether a name or an address is this publisher's."""
        return any(is_one(value, sign.value) for sign in self.signs)

    def votes(self, *, named_as_source: bool) -> int:
        """Return how many kinds of signs there are; where a sentence names the source so, addresses do not count."""
        return len({sign.kind for sign in self.signs if not (named_as_source and sign.is_address)})


@dataclass(frozen=True, slots=True)
class OwnSite:
    """What a page calls itself.

    `name` is the fact that names it, with `shown` as the name. `address` is the fact of its own address. `elsewhere`
    are facts of addresses that the page gives as its own and that are another publisher's.
    """

    shown: str | None = None
    name: MarkupFact | None = None
    address: MarkupFact | None = None
    elsewhere: tuple[MarkupFact, ...] = ()


def is_one(one: str, other: str) -> bool:
    """Return whether two names or addresses are one publisher's, also where one name is a part of the other."""
    if same_publisher(one, other):
        return True
    shorter, longer = sorted((identity(one), identity(other)), key=len)
    return len(shorter) >= _SHORTEST_PART and shorter in longer


def own_site(markup: Sequence[MarkupFact], url: str | None, sources: Sequence[str]) -> OwnSite:
    """Return what a page calls itself; `url` is where it was fetched, `sources` are names that its sentences credit."""
    signs = [*_names(markup), *_addresses(markup, url)]
    if not signs:
        return OwnSite()
    best = _best(_grouped(signs), sources, url)
    named = _named(best) if best else None
    address = None if url else _own_address(signs, best, sources)
    given = url or (address.value if address else None)
    elsewhere = _elsewhere(signs, best, given, sources) if not url else ()
    if best is None or named is None:
        return OwnSite(address=address, elsewhere=elsewhere)
    return OwnSite(domain_of(named.value) or _without_slogan(named, best), named.fact, address, elsewhere)


def _named(group: _Group) -> _Sign | None:
    """Return the sign by which a publisher is shown; the end of a title only if another sign has the same name."""
    names = [sign for sign in group.signs if not sign.is_address]
    sure = [sign for sign in names if sign.kind != "title" or _is_repeated(sign, group)]
    return next(iter(sure or names), None)


def _without_slogan(named: _Sign, group: _Group) -> str:
    """Return a publisher's name without what stands behind a dash or a bar, if another sign names it so.

    *Harbour Review - News of the coast* is *Harbour Review* at harbourreview.example.
    """
    name, *slogan = _SLOGAN.split(named.value, maxsplit=1)
    others = (sign.value for sign in group.signs if sign is not named)
    return name if slogan and any(same_publisher(name, other) for other in others) else named.value


def _is_repeated(sign: _Sign, group: _Group) -> bool:
    return any(other is not sign and same_publisher(sign.value, other.value) for other in group.signs)


def _names(markup: Sequence[MarkupFact]) -> Iterator[_Sign]:
    by_kind: dict[str, MarkupFact] = {}
    for fact in markup:
        by_kind.setdefault(fact.kind, fact)
    for sign, kinds in _NAME_SIGNS:
        for fact in [by_kind[kind] for kind in kinds if kind in by_kind]:
            value = unescape(fact.value).strip()
            if sign == "title":
                value = _end_of_title(value)
            value = _without_company(value)
            if any(map(str.isalnum, value)) and not _is_social(value):
                yield _Sign(sign, value, fact)
                break


def _without_company(name: str) -> str:
    """Return a publisher's name without the company behind a dash: *Valley Post - Prairie Media GmbH & Co. KG*."""
    title, dash, company = name.partition(" - ")
    return title if dash and _COMPANY.search(company) else name


def _end_of_title(title: str) -> str:
    """Return what stands behind the last bar or dash of a title, where a page's own name usually does."""
    parts = [part for part in _TITLE_END.split(title) if part.strip()]
    end = parts[-1].strip() if len(parts) > 1 else ""
    return "" if _DATE.search(end) else end


def _is_social(value: str) -> bool:
    """Return whether a value is the address of a profile, as in ``article:publisher``."""
    host = host_of(value)
    return host is not None and host.domain in PROFILES


_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
"""The end of the address of a picture, which structured data give beside the page's."""
_WITH_HOST = ("http", "//", "www.")
"""Beginnings of addresses that name their host."""


def _addresses(markup: Sequence[MarkupFact], url: str | None) -> Iterator[_Sign]:
    if url and host_of(url):
        # Where the page was fetched says more than what it says of itself.
        yield _Sign("fetched", url, None, is_address=True)
        yield _Sign("fetched from", url, None, is_address=True)
    seen = set()
    for kind in OWN_ADDRESSES:
        for fact in markup:
            if (
                fact.kind == kind
                and kind not in seen
                and fact.value.lower().startswith(_WITH_HOST)
                and not _PICTURE.search(fact.value)
                and host_of(fact.value)
            ):
                seen.add(kind)
                yield _Sign(kind.partition(":")[2] or kind, fact.value, fact, is_address=True)


def _grouped(signs: Sequence[_Sign]) -> list[_Group]:
    groups: list[_Group] = []
    for sign in signs:
        known = next((group for group in groups if group.holds(sign.value)), None)
        if known is None:
            groups.append(_Group([sign]))
        else:
            known.signs.append(sign)
    return groups


def _best(groups: Sequence[_Group], sources: Sequence[str], url: str | None) -> _Group | None:
    """Return the group of the page's own names and addresses; None where all of them may be its source's."""
    ranked = []
    for place, group in enumerate(groups):
        named_as_source = url is None and any(group.holds(source) for source in sources)
        votes = group.votes(named_as_source=named_as_source)
        alone = {sign.kind for sign in group.signs}
        if votes and (votes > 1 or alone & _ALONE or any(sign.is_address for sign in group.signs)):
            agency = any(is_agency(sign.value) for sign in group.signs)
            ranked.append((-votes, agency, place, group))
    return min(ranked, key=lambda one: one[:3])[3] if ranked else None


def _own_address(signs: Sequence[_Sign], best: _Group | None, sources: Sequence[str]) -> MarkupFact | None:
    """Return the page's own address: one that agrees with its name, else one that no sentence names as the source."""
    addresses = [sign for sign in signs if sign.is_address and sign.fact]
    agreeing = [sign for sign in addresses if best and sign in best.signs]
    unnamed = [sign for sign in addresses if not any(is_one(sign.value, source) for source in sources)]
    return next((sign.fact for sign in (*agreeing, *unnamed)), None)


def _elsewhere(
    signs: Sequence[_Sign], best: _Group | None, own: str | None, sources: Sequence[str]
) -> tuple[MarkupFact, ...]:
    """Return the addresses that lead to another publisher: a sentence names it, or name and another address agree."""
    signs_of_own = best.signs if best else []
    agrees = own is not None and {sign.is_address for sign in signs_of_own} == {True, False}
    found = []
    for sign in signs:
        if not sign.is_address or sign.fact is None or sign in signs_of_own:
            continue
        named = any(is_one(sign.value, source) for source in sources)
        if named or agrees:
            found.append(sign.fact)
    return tuple(found)
