"""A made collection with a known family: an agency's report, three papers that took it over, two that share less."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dedup.documents import Document, collection_of
from dedup.report.formats import RenderOptions, render
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.results import ScanResult

LEAD = (
    "The harbour council voted on Tuesday evening to close the northern pier until the spring, after engineers found "
    "that eleven of the forty wooden piles had rotted below the water line. The decision was taken without debate, "
    "although two members had asked for a second report before the vote. Repairs are expected to cost 2.4 million "
    "crowns, of which the state will pay a third. Fishermen who land their catch at the pier will be moved to the "
    "southern basin, where the depth is sufficient for boats of up to twelve metres."
)
MASTER = (
    "“Nobody likes to close a working pier,” said the harbour master, Ingrid Dahl, “but nobody wants to be the one who "
    "left it open.” Ms Dahl has asked the council to inspect the remaining piles every three months, and to publish "
    "what the divers find. The last complete inspection was made nine years ago, before the ferry was moved."
)
FISHERMEN = (
    "The association of fishermen called the closure hasty. Its chairman, Olav Brekke, said that the boats would lose "
    "an hour each morning, and that the council had promised in June to keep at least one berth open through the "
    "winter. He will ask the county to pay for the lost hours."
)
WEATHER = (
    "Weather in the region remained mild over the weekend, with light winds from the west and no frost before dawn on "
    "Monday."
)
LIBRARY = (
    "The library opens at nine on weekdays, and the reading group meets again on the first Thursday of the month as "
    "usual."
)

NAMES = (
    *("Coast News Agency", "Daily Harbour", "Valley Post", "Sea and Sail", "County Gazette", "Northern Echo"),
    *("Mari Lund", "Jon Vik"),
    *("coast-agency-1", "daily-harbour-7", "valley-post-3", "sea-and-sail-9", "county-gazette-2", "northern-echo-1"),
)
"""Every publisher, author and id of the collection; the first three publishers are also named in texts."""


def family() -> list[Document]:
    """Return the six documents; all words of their texts are made for this test."""
    agency = _join(LEAD, MASTER, FISHERMEN)
    harbour = _join(
        "By Coast News Agency",
        LEAD.replace("Tuesday evening", "Tuesday"),
        MASTER,
        FISHERMEN.replace("hasty", "too hasty"),
        "Source: Coast News Agency",
    )
    valley = _join(
        LEAD.replace("2.4 million", "2.6 million").replace("eleven", "twelve"),
        MASTER,
        "This article was first published in Daily Harbour.",
    )
    gazette = _join(LEAD, MASTER, FISHERMEN, "(Coast News Agency)")
    sail = _join(WEATHER, MASTER.replace("Ms Dahl", "Mrs Dahl"), LIBRARY)
    return [
        _made("coast-agency-1", agency, "Council closes pier", "Coast News Agency", "2014-05-03", "Mari Lund"),
        _made("daily-harbour-7", harbour, "Pier closed: rotten piles", "Daily Harbour", "2014-05-03", "Jon Vik"),
        _made("valley-post-3", valley, "Northern pier closes", "Valley Post", "2014-05-05"),
        _made("sea-and-sail-9", sail, "What happens to the pier?", "Sea and Sail", "2014-05-09"),
        _made("county-gazette-2", gazette, "Council closes northern pier", "County Gazette", "2014-05-10"),
        _made("northern-echo-1", _join(LIBRARY, WEATHER, LIBRARY), "Quiet winter", "Northern Echo", "2014-05-12"),
    ]


def _made(name: str, text: str, title: str, publisher: str, published: str, author: str | None = None) -> Document:
    return Document(name, text, title=title, publisher=publisher, author=author, published=published)


def _join(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@cache
def family_result() -> ScanResult:
    """Return the result of a scan of the family."""
    return scan(collection_of(family()))


@cache
def family_page(*, hide_names: bool = False) -> str:
    """Return the HTML report of the family."""
    return render(family_result(), "html", RenderOptions(hide_names=hide_names))
