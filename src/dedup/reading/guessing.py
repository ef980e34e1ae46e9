"""The source of a page whose markup states no date becomes a guess of one, marked as a guess.

htmldate looks at time elements, classes, addresses and captions. Measured on pages that do state a date, with what
states it taken away, it is right to the day for nine in ten of those that it dates. Its search through the whole text
is not used: it takes the first year of a copyright line for want of anything better.
"""

from __future__ import annotations

import re
from typing import Any

from dedup.documents import GUESSED_DATE, MarkupFact
from dedup.spans import Lines

_LATEST = "2100-01-01"
"""Said because htmldate would else ask the clock, and the same page would be read otherwise tomorrow."""


def guessed_dates(source: str, url: str | None = None) -> list[MarkupFact]:
    """Return the date that a page seems to bear, at the first place where the source has it; nothing if there is none.

    A date that stands nowhere in the source as figures is left out, because nobody could check it.
    """
    found = _found(source, url)
    place = re.search(_written(*found.split("-")), source) if found else None
    if found is None or place is None:
        return []
    return [MarkupFact(GUESSED_DATE, found, *place.span(), Lines(source).line(place.start()), place[0])]


def _written(year: str, month: str, day: str) -> str:
    """Return a pattern for the ways in which a date is written in figures."""
    day_in_short, month_in_short = f"0?{int(day)}", f"0?{int(month)}"
    forms = (
        rf"{year}(?P<a>[-/._]?){month}(?P=a){day}",
        rf"{day_in_short}(?P<b>[./-]){month_in_short}(?P=b){year}",
        rf"{month_in_short}(?P<c>[./-]){day_in_short}(?P=c){year}",
    )
    return rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)"


def _found(source: str, url: str | None) -> str | None:
    # Imported here: few pages need it, and both take long to import.
    from htmldate import find_date  # noqa: PLC0415 - see above
    from lxml import etree, html  # noqa: PLC0415 - see above

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # A tree, because htmldate would fetch what looks like an address.
        tree: Any = html.document_fromstring(source.replace("\0", "\ufffd").encode(), parser=parser)
        found = find_date(tree, extensive_search=False, original_date=True, url=url, max_date=_LATEST)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None  # a guess that fails is none; the page itself was read
    return found if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", found) else None
