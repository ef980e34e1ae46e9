"""Rewrites: a text in other words is told by what it keeps, and reports of the same event are not."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import Mock

import pytest

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.matches import Place
from dedup.progress import SILENT
from dedup.report import saved_results
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.pickling_engine import PicklingEngine
from tests.walks.test_compare import HARBOUR, REWORDED

ORIGINAL = (
    "The town council of Brackwater voted on Tuesday to close the Linden Street bridge, which 4,200 cars cross every "
    "day. Engineers of Torvik Partners had found 37 cracks in its northern pier, and Mayor Ada Quistgaard called the "
    'decision "painful, but without any alternative". Repairs would cost 6.8 million crowns, according to Harald '
    "Bunting, the city's treasurer, and take until October 2027. Shop owners on Mill Lane, led by Petra Osei, want a "
    "ferry at Gull Point instead."
)
REWRITE = (
    "On Tuesday, Brackwater's councillors decided that the crossing at Linden Street, used daily by some 4,200 "
    "vehicles, is to be shut: specialists from Torvik Partners discovered 37 fissures within the pier to the north. "
    'This was "painful, but without any alternative", said the mayor. Harald Bunting, who looks after the municipal '
    "purse, expects mending it to swallow 6.8 million crowns and to last up to October 2027. Merchants of Mill Lane, "
    "with Petra Osei at their head, would rather have boats run from Gull Point."
)
ANOTHER_REPORT = (
    "Petra Osei has sold bread on Mill Lane for twenty years, and fears for her shop now. Since 2009 she has crossed "
    "the bridge each morning, and from October on she cannot. Ada Quistgaard spoke to her and other owners on Monday. "
    "At the meeting Harald Bunting showed them what Torvik Partners wrote: 37 cracks, and more to come. A ferry from "
    "Gull Point would cost Brackwater 300,000 crowns a year. Linden Street has been noisy since 1961, she says."
)
ASKED = Settings(rewrites=True)


def documents(*texts: str) -> list[Document]:
    return [Document(f"d{number}", text) for number, text in enumerate(texts)]


def test_a_rewrite_is_told_with_what_it_rests_on() -> None:
    """What it names and counts is right, and no pair is listed.

    Both texts have, in this order: Linden Street, 4,200, Torvik Partners, 37, the quotation, 6.8, October, 2027, Mill
    Lane, Petra Osei, Gull Point; Harald Bunting and 6.8 change places.
    """
    result = scan(collection_of(documents(ORIGINAL, REWRITE)), ASKED)
    (found,) = result.rewrites
    assert (found.a, found.b) == ("d0", "d1")
    assert (found.numbers, found.names, found.quotations, found.links) == (4, 6, 1, 0)
    assert found.examples == "Linden Street; 4,200; Torvik Partners; 37; painful, but without any alternative; 6.8"
    assert result.copies == ()


def test_its_places_are_from_the_first_to_the_last_of_them() -> None:
    """In the original they stand from *Linden* to *Point*."""
    (found,) = scan(collection_of(documents(ORIGINAL, REWRITE)), ASKED).rewrites
    first, last = ORIGINAL.index("Linden"), ORIGINAL.index("Point") + len("Point")
    assert found.place_a == Place(first, last, 1)


def test_it_is_not_looked_for_unless_asked() -> None:
    """The default tells nothing of it."""
    assert scan(collection_of(documents(ORIGINAL, REWRITE))).rewrites == ()


def test_another_report_of_the_event_is_none() -> None:
    """The same people, places and figures in an order of their own are no rewrite."""
    assert scan(collection_of(documents(ORIGINAL, ANOTHER_REPORT)), ASKED).rewrites == ()


def test_what_many_documents_name_is_no_evidence() -> None:
    """Names and figures that ten documents have are rare, those that eleven have are not; identical ones count once."""
    things = ["Linden Street", "4,200", "Torvik Partners", "37", "6.8", "October 2027", "Mill Lane", "Petra Osei"]
    things.append("Gull Point")

    def told_among(others: int, different: int = 99) -> bool:
        numbers = [number % different for number in range(others)]
        texts = [" ".join(f"then n{n}x{place} {thing}" for place, thing in enumerate(things)) for n in numbers]
        found = scan(collection_of(documents(ORIGINAL, REWRITE, *texts)), ASKED).rewrites
        return ("d0", "d1") in {(pair.a, pair.b) for pair in found}

    assert told_among(8)
    assert not told_among(9)
    assert told_among(9, different=3)


def test_a_list_of_names_is_no_rewrite() -> None:
    """Ten places in one sentence of two long texts do not make these one text; a text that is no more is told."""
    places = "Arnholt, near Bexmoor, by Corvane, at Dunfell, past Eskwith, to Farlund, in Gorsby, at Holmry, by Inskade"
    one = f"The storm of last night tore off roofs in {places}, to Jarnow"
    other = f"Buses will not run in {places}, to Jarnow, because {'drivers want more money for their hours ' * 12}"
    long = f"{one}, and {'nobody was hurt when the old trees fell ' * 12}"
    assert scan(collection_of(documents(long, other)), ASKED).rewrites == ()
    assert len(scan(collection_of(documents(one, other)), ASKED).rewrites) == 1


def test_tables_are_not_compared() -> None:
    """Where two of three words are figures, these say nothing of a rewrite; where two of nine are, they do."""
    prices = [f"{place}71 {place}92" for place in range(12, 24)]
    tables = ["; ".join(f"{price} {says}" for price in prices) for says in ("up", "down")]
    told = ("{} was what she wanted for the cart", "they in turn asked {} of us old men")
    texts = [". ".join(way.format(price) for price in prices) for way in told]
    assert scan(collection_of(documents(*tables)), ASKED).rewrites == ()
    assert len(scan(collection_of(documents(*texts)), ASKED).rewrites) == 1


def test_a_copy_is_no_rewrite() -> None:
    """A pair that shares words is told as what it is."""
    result = scan(collection_of(documents(ORIGINAL, f"{ORIGINAL} More follows.")), ASKED)
    assert [match.relation for match in result.copies] == ["near-identical"]
    assert result.rewrites == ()


def test_a_part_that_asks_for_nothing_else_has_none() -> None:
    """With `only`, other sections are empty."""
    assert scan(collection_of(documents(ORIGINAL, REWRITE)), replace(ASKED, only="copies")).rewrites == ()


@pytest.mark.parametrize("engine", [PicklingEngine(), Local(1, 1)])
def test_any_engine_tells_the_same(engine: PicklingEngine | Local) -> None:
    """Keys in files, and work in another process, change nothing."""
    texts = documents(ORIGINAL, ANOTHER_REPORT, REWRITE)
    expected = saved_results.dumps(scan(collection_of(texts), ASKED))
    assert saved_results.dumps(scan(collection_of(texts), ASKED, engine=engine)) == expected


def test_a_text_of_which_half_is_aligned_is_told_without_any_name() -> None:
    """Nothing in capitals, no figure: only the words that stand beside each other tell it."""
    result = scan(collection_of(documents(HARBOUR.lower(), REWORDED.lower())), ASKED)
    (found,) = result.rewrites
    assert (found.numbers, found.names, found.quotations, found.links, found.examples) == (0, 0, 0, 0, "")
    assert found.aligned == pytest.approx(36 / 42, abs=0.05)
    assert HARBOUR.lower()[found.place_a.start : found.place_a.end].endswith("leave their houses")
    assert result.copies == ()


@pytest.mark.parametrize(("figures", "told"), [((387, 96, 4211), 1), ((387, 96, 58), 0), ((12, 21, 58), 0)])
def test_a_report_that_comes_each_week_is_no_rewrite(figures: tuple[int, int, int], told: int) -> None:
    """The same sentences with other figures are another report; of three figures all have to stand in both."""
    way = "{} Of {} berths {} were free, {} of them for long ships."
    texts = way.format(HARBOUR, 387, 96, 4211), way.format(REWORDED, *figures)
    assert len(scan(collection_of(documents(*texts)), ASKED).rewrites) == told


def partly_reworded() -> tuple[str, str]:
    """Return two texts of 160 words and more, of which 42 and 67 are reworded, and nothing else is alike."""
    return (
        f"{HARBOUR} {' '.join(f'w{number}' for number in range(120))}",
        f"{REWORDED} {' '.join(f'v{number}' for number in range(120))}",
    )


def test_a_text_of_which_less_is_aligned_is_counted() -> None:
    """Less than half stands beside the other's; the pair is told by its number only, also while the scan runs."""
    told: list[str] = []
    result = scan(collection_of(documents(*partly_reworded())), ASKED, Mock(wraps=SILENT, tell=told.append))
    assert (result.rewrites, result.counts.weak_rewrites) == ((), 1)
    (message,) = told
    assert message.startswith("pairs that are not told as rewrites: 1 (too little in the same order")


def test_it_is_the_same_where_letters_are_compared_anyway() -> None:
    """Chains of letters for noisy texts are longer lists of the same chains."""
    texts = collection_of(documents(HARBOUR, REWORDED, ORIGINAL, REWRITE))
    every = [scan(texts, replace(ASKED, noise=noise)).rewrites for noise in ("low", "high")]
    assert every[0] == every[1] != ()
