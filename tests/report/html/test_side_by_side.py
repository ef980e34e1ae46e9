"""Two texts side by side, in a browser: addresses, passages on both sides, keys, the life of a passage, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup import api
from dedup.documents import Document, collection_of
from dedup.walks.scan import scan
from tests.report.html.contents import Contents
from tests.report.html.family import LEAD, LIBRARY, MASTER, WEATHER, family_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.report.html.browsing import OpenedPage

    Opening = Callable[..., OpenedPage]
    Rendering = Callable[[Any], str]

SEEDS = Path(__file__).parents[3] / "seeds"
OWN = (
    "None of these nineteen words of the first text stands in any other document that this small test has made up.",
    "Here the second of both texts goes its own way for a while, with a sentence that nobody else has written.",
)


def three_passages() -> list[Document]:
    """Return two texts that share three passages, which come in another order in the second."""
    first = "\n\n".join([LEAD, OWN[0], MASTER, WEATHER + " " + LIBRARY])
    second = "\n\n".join([MASTER, OWN[1], WEATHER + " " + LIBRARY, OWN[1][::-1], LEAD])
    return [Document("first", first), Document("second", second)]


def now(opened: OpenedPage) -> list[str]:
    """Return the numbers of the passage that is chosen, on the left and on the right."""
    return [opened.page.locator(".pane").nth(side).locator("mark.now .tag").first.inner_text() for side in (0, 1)]


def test_an_address_opens_a_passage_of_a_pair(open_page: Opening, render_page: Rendering) -> None:
    """``#pair/1/2`` shows the second passage on both sides, in sight."""
    opened = open_page(render_page(scan(collection_of(three_passages()))), "#pair/1/2")
    assert now(opened) == ["2", "2"]
    for side in (0, 1):
        text = opened.page.locator(".pane .text").nth(side)
        mark, pane = text.locator("mark.now").first.bounding_box(), text.bounding_box()
        assert mark
        assert pane
        assert pane["y"] <= mark["y"] <= pane["y"] + pane["height"]


def test_tab_goes_from_passage_to_passage_and_out(open_page: Opening, render_page: Rendering) -> None:
    """Tab and Shift-Tab choose the next and the last passage on both sides; after the last one Tab leaves."""
    opened = open_page(render_page(scan(collection_of(three_passages()))), "#pair/1")
    opened.page.locator(".pane .text").first.focus()
    seen = []
    for _ in range(3):
        opened.page.keyboard.press("Tab")
        seen.append((opened.focused(), opened.address(), now(opened)))
    assert seen == [(str(n), f"#pair/1/{n}", [str(n), str(n)]) for n in (1, 2, 3)]
    opened.page.keyboard.press("Shift+Tab")
    assert opened.address() == "#pair/1/2"
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Tab")
    assert opened.focused() not in {"1", "2", "3"}


def test_a_click_on_either_side_moves_both(open_page: Opening, render_page: Rendering) -> None:
    """On the right too Tab goes on, in the order of that text: after the second passage comes the third."""
    opened = open_page(render_page(scan(collection_of(three_passages()))), "#pair/1/1")
    right = opened.page.locator(".pane").nth(1)
    right.locator("mark .tag", has_text="2").click()
    assert now(opened) == ["2", "2"]
    opened.page.keyboard.press("Tab")
    assert now(opened) == ["3", "3"]
    opened.page.keyboard.press("Tab")
    assert now(opened) == ["1", "1"]


def test_passages_differ_by_more_than_colour(open_page: Opening, render_page: Rendering) -> None:
    """Each has its number and its own kind of line; the same passage has the same on both sides."""
    opened = open_page(render_page(scan(collection_of(three_passages()))), "#pair/1")
    styles = [
        opened.page.locator(".pane")
        .nth(side)
        .locator("mark")
        .evaluate_all(
            "marks => marks.map(mark => [mark.querySelector('.tag').textContent,"
            " getComputedStyle(mark).textDecorationStyle])"
        )
        for side in (0, 1)
    ]
    assert sorted(styles[0]) == sorted(styles[1])
    assert len({line for _, line in styles[0]}) == 3


def test_the_map_has_each_passage_of_a_text(open_page: Opening, render_page: Rendering) -> None:
    """A click on the lowest passage of the right map chooses it: the lead, the first one on the left."""
    opened = open_page(render_page(scan(collection_of(three_passages()))), "#pair/1/2")
    right = opened.page.locator(".pane .map").nth(1)
    boxes = right.locator("rect:not(.seen)").evaluate_all("rects => rects.map(each => +each.getAttribute('y'))")
    assert len(boxes) == 3
    height = right.bounding_box()
    assert height
    last = right.locator("rect:not(.seen)").nth(boxes.index(max(boxes))).bounding_box()
    assert last
    opened.page.mouse.click(last["x"] + 3, last["y"] + last["height"] / 2)
    assert now(opened) == ["1", "1"]


def test_edits_are_marked_word_by_word(open_page: Opening) -> None:
    """What the paper changed: *evening* is gone, *too* is new."""
    opened = open_page(family_page(), "#" + pair_address("coast-agency-1", "daily-harbour-7"))
    assert opened.page.locator(".pane del").all_inner_texts() == ["evening"]
    assert opened.page.locator(".pane ins").all_inner_texts() == ["too"]


def pair_address(one: str, other: str) -> str:
    values = Contents(family_page()).values()
    names = [each["id"] for each in values["documents"]]
    pairs = [{names[pair["a"]], names[pair["b"]]} for pair in values["pairs"]]
    return f"pair/{pairs.index({one, other}) + 1}"


def test_the_life_of_a_passage_is_told_from_the_first_on(open_page: Opening) -> None:
    """The quotation of the harbour master stands in five documents; what changed is shown at its stop."""
    opened = open_page(family_page(), "#" + pair_address("coast-agency-1", "valley-post-3"))
    opened.page.get_by_role("link", name="Where else it stands").click()
    told = opened.page.locator(".count").inner_text()
    assert told.startswith("The passage stands in ")
    assert told.endswith("first 2014-05-03 in Coast News Agency.")
    stops = opened.page.locator(".timeline h2").all_inner_texts()
    assert [stop[:10] for stop in stops] == sorted(stop[:10] for stop in stops)
    valley = opened.page.locator(".timeline li", has_text="Northern pier closes")
    assert {"twelve", "2.6"} <= set(valley.locator("ins").all_inner_texts())


def test_repetition_is_shown_beside_itself(open_page: Opening, render_page: Rendering) -> None:
    """The seed says three passages twice; each has its address."""
    opened = open_page(render_page(api.scan(SEEDS)), "#repetition/2")
    opened.page.wait_for_selector(".pane")
    assert opened.page.locator(".pane").count() == 2
    assert "of 3" in opened.page.locator(".count").inner_text()
    first = now(opened)
    opened.page.get_by_role("button", name="Previous passage").or_(
        opened.page.get_by_role("button", name="Next passage")
    ).locator(":scope:not([disabled])").first.click()
    assert now(opened) != first


def test_identical_texts_are_one_passage(open_page: Opening, render_page: Rendering) -> None:
    """One identical pair: both texts are marked from their first word on, and nothing is an edit."""
    opened = open_page(render_page(scan(collection_of([Document("1", LEAD), Document("2", LEAD)]))), "#pair/1")
    assert now(opened) == ["1", "1"]
    assert opened.page.locator(".pane del, .pane ins").count() == 0


def test_print_has_a_pair_a_page(open_page: Opening) -> None:
    """A pair that is open is printed with its passages aligned, and nothing else of the page."""
    opened = open_page(family_page(), "#pair/1")
    opened.page.wait_for_selector(".pane")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#print .pair-text").count() == 1
    assert opened.page.locator("#print .aligned td").first.is_visible()
    assert not opened.page.locator("#app").is_visible()
    assert not opened.page.locator("#plain").is_visible()
    breaks = "each => getComputedStyle(each).breakBefore"
    opened.page.goto(opened.page.url.split("#")[0] + "#")
    opened.page.wait_for_selector(".tabs", state="attached")
    assert set(opened.page.locator("#plain .pair-text").evaluate_all(f"all => all.slice(1).map({breaks})")) == {"page"}


def test_unknown_addresses_are_told(open_page: Opening) -> None:
    """A pair, passage, repetition or cluster that is not there is no error."""
    for address in ("#pair/999", "#pair/x", "#repetition/0", "#cluster/77", "#passage/1/99", "#passage/999/1"):
        assert "Not found" in open_page(family_page(), address).page.inner_text("h1")
