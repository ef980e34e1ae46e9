"""WCAG 2.2 AA as far as a program can tell: axe-core in every view, contrast in both themes, phone width, keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.html.family import family_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.report.html.browsing import OpenedPage

    Opening = Callable[..., OpenedPage]

VIEWS = ("", "#repetitions", "#clusters", "#origins", "#text", "#pair/4", "#passage/1/1", "#cluster/1", "#repetition/1")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_serious(open_page: Opening, axe: str, scheme: str, width: int) -> None:
    """No rule of A or AA is broken in a way that axe calls serious or critical, in any view."""
    opened = open_page(family_page(), viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in VIEWS:
        opened.page.goto(opened.page.url.split("#")[0] + address)
        opened.page.wait_for_timeout(200)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found: dict[str, Any] = opened.page.evaluate(f"{axe}; axe.run(document, {json.dumps(options)})")
        grave = [(each["id"], each["nodes"][0]["html"]) for each in found["violations"] if each["impact"] != "minor"]
        assert (address, grave) == (address, [])


@pytest.mark.parametrize("address", VIEWS)
def test_nothing_is_wider_than_a_phone(open_page: Opening, address: str) -> None:
    """At 320 and 390 pixels the page itself never scrolls sideways; wide tables scroll in their own box."""
    for width in (320, 390):
        opened = open_page(family_page(), address, viewport={"width": width, "height": 700})
        opened.page.wait_for_timeout(150)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_view_is_reached_by_keys_alone(open_page: Opening) -> None:
    """From the top: skip link, lists, the first pair by Enter, its passages, and back."""
    opened = open_page(family_page())
    keys = opened.page.keyboard
    keys.press("Tab")
    assert opened.focused() == "Skip to the report"
    _tab_to(opened, lambda: opened.page.evaluate("document.activeElement.closest('.rows tbody a') !== null"))
    keys.press("Enter")
    opened.page.wait_for_selector(".pane")
    assert opened.address() == "#pair/1/1"
    _tab_to(opened, lambda: opened.page.evaluate("document.activeElement.className === 'tag'"))
    keys.press("Shift+Tab")
    opened.page.get_by_role("link", name="All findings").focus()
    keys.press("Enter")
    opened.page.wait_for_selector(".tabs")


def _tab_to(opened: OpenedPage, reached: Callable[[], bool]) -> None:
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        if reached():
            return
    pytest.fail("sixty times Tab did not lead there")


def test_the_theme_follows_the_system_and_can_be_switched(open_page: Opening) -> None:
    """Dark paper in a dark system; the switch says whether it is on."""
    opened = open_page(family_page(), color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = opened.page.evaluate(paper)
    switch = opened.page.get_by_role("button", name="Dark")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert opened.page.evaluate(paper) == "rgb(255, 255, 255)" != dark
    assert switch.get_attribute("aria-pressed") == "false"
