"""The first page of the report, in a browser: lists, search, filters, threshold, order, hidden names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.report.examples import empty_result
from tests.report.html.family import NAMES, family_page, family_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.report.html.browsing import OpenedPage

    Opening = Callable[..., OpenedPage]

PAIRS = len(family_result().copies)


def count(opened: OpenedPage) -> str:
    return str(opened.page.locator(".count").inner_text())


def row_texts(opened: OpenedPage) -> list[str]:
    return list(opened.page.locator(".rows tbody tr:not(.gap)").all_inner_texts())


def test_all_pairs_are_listed_and_counted(open_page: Opening) -> None:
    """Six documents of one family: the count says how many pairs there are."""
    opened = open_page(family_page())
    assert count(opened).startswith(f"{PAIRS} of {PAIRS} pairs")
    assert len(row_texts(opened)) == PAIRS
    assert opened.page.title().startswith("Copies and origins")


def test_search_keeps_what_has_all_words(open_page: Opening) -> None:
    """Every pair that is left has a document of that publisher; words in any case, in any order."""
    opened = open_page(family_page())
    opened.page.fill("#search", "sail SEA")
    texts = row_texts(opened)
    assert texts
    assert all("Sea and Sail" in text for text in texts)
    opened.page.fill("#search", "nobody has these words")
    assert count(opened).startswith(f"0 of {PAIRS} pairs")


def test_filters_by_relation_publisher_and_date(open_page: Opening) -> None:
    """Each filter leaves only pairs that meet it, and all of them come back when filters are cleared."""
    opened = open_page(family_page())
    opened.page.get_by_label("near-identical").check()
    assert row_texts(opened)
    assert all("near-identical" in text for text in row_texts(opened))
    opened.page.get_by_role("button", name="Clear all").click()
    opened.page.locator(".fields select").select_option("Valley Post")
    assert all("Valley Post" in text for text in row_texts(opened))
    opened.page.get_by_role("button", name="Clear all").click()
    opened.page.get_by_label("From", exact=True).fill("2014-05-12")
    assert row_texts(opened)
    assert all("Northern Echo" in text for text in row_texts(opened))
    opened.page.get_by_role("button", name="Clear all").click()
    assert len(row_texts(opened)) == PAIRS


def test_the_threshold_can_be_moved(open_page: Opening) -> None:
    """Pairs whose smaller text shares less than the threshold are left out; their bars are drawn as outlines."""
    opened = open_page(family_page())
    shares = [max(pair.containment_a, pair.containment_b) for pair in family_result().copies]
    opened.page.locator("#threshold").fill("90")
    assert count(opened).startswith(f"{sum(share >= 0.9 for share in shares)} of {PAIRS} pairs")
    assert opened.page.locator(".bar.off").count() == 18


def test_a_heading_sorts_and_tells_the_order(open_page: Opening) -> None:
    """Words from the most to the fewest, and, chosen again, from the fewest."""
    opened = open_page(family_page())
    heading = opened.page.locator(".rows th", has_text="Words")
    words = sorted((pair.shared_words for pair in family_result().copies), reverse=True)

    def listed() -> list[int]:
        cells = opened.page.locator(".rows tbody tr:not(.gap) td:nth-child(5)").all_inner_texts()
        return [int(cell) for cell in cells]

    heading.get_by_role("button").click()
    assert (heading.get_attribute("aria-sort"), listed()) == ("descending", words)
    heading.get_by_role("button").click()
    assert (heading.get_attribute("aria-sort"), listed()) == ("ascending", words[::-1])


def test_lists_are_reached_by_keys_alone(open_page: Opening) -> None:
    """An arrow key goes from list to list; each is an address of its own."""
    opened = open_page(family_page())
    opened.page.locator("#tab-pairs").focus()
    for name in ("repetitions", "clusters", "origins", "text"):
        opened.page.keyboard.press("ArrowRight")
        assert opened.address() == f"#{name}"
        assert opened.page.locator(f"#tab-{name}").get_attribute("aria-selected") == "true"
    assert opened.page.locator("#plain").is_visible()


def test_a_cluster_is_a_card_and_a_page_with_its_graph(open_page: Opening) -> None:
    """The agency comes first; the graph of the cluster tells the evidence of a step when it is chosen."""
    opened = open_page(family_page(), "#clusters")
    card = opened.page.locator(".card").first
    assert card.locator("li").first.inner_text().startswith("Coast News Agency, 2014-05-03")
    card.get_by_role("link").click()
    step = opened.page.get_by_role("button", name="Coast News Agency to Daily Harbour")
    step.focus()
    opened.page.keyboard.press("Enter")
    assert "Source: Coast News Agency" in opened.page.locator(".evidence").inner_text()
    assert opened.address().startswith("#cluster/")


@pytest.mark.parametrize("address", ["", "#clusters", "#origins", "#text", "#pair/1", "#passage/1/1", "#cluster/1"])
def test_the_switch_hides_names_everywhere(open_page: Opening, address: str) -> None:
    """No name is on the screen while the switch is on; all come back when it is off."""
    opened = open_page(family_page(), address)
    before = opened.page.inner_text("body")
    opened.page.get_by_role("button", name="Hide names").click()
    opened.page.wait_for_timeout(200)
    hidden = opened.page.inner_text("body")
    assert [name for name in NAMES if name.lower() in hidden.lower()] == []
    assert "Publisher 1" in hidden
    opened.page.get_by_role("button", name="Hide names").click()
    opened.page.wait_for_timeout(200)
    assert opened.page.inner_text("body") == before


def test_an_empty_result_says_so(open_page: Opening, render_page: Callable[[Any], str]) -> None:
    """Without a finding there are no filters, and the report opens as text."""
    opened = open_page(render_page(empty_result()))
    assert opened.page.locator(".filters").count() == 0
    assert "Pairs (0)" in opened.page.inner_text(".tabs")
    assert opened.page.locator("#plain").is_visible()


def test_without_javascript_the_report_can_be_read(open_page: Opening) -> None:
    """Opening lines, tables, the graph and the heaviest pairs with their edits are there as text."""
    opened = open_page(family_page(), java_script_enabled=False)
    text = opened.page.inner_text("body")
    for words in ("6 documents", "Council closes pier", "Passage 1", "2.6 million", "Who took from whom", "RECALL"):
        assert words.lower() in text.lower()
    assert opened.page.locator("del", has_text="evening").count() > 0
    assert opened.page.locator("svg .edge").count() > 0
