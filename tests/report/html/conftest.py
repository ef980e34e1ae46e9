"""A real browser for the tests; without one, they are skipped and say why."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dedup.report.formats import RenderOptions, render
from tests.report.html.browsing import CHROMIUM, OpenedPage, start_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.results import ScanResult

AXE = os.environ.get("DEDUP_AXE", "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Debian's Chromium, driven by Playwright."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with start_browser() as started:
        yield started


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., OpenedPage]]:
    """Return a function that opens a report; afterwards no page may have had an error or asked for anything."""
    opened: list[OpenedPage] = []

    def opening(html: str, address: str = "", **context: Any) -> OpenedPage:
        file = tmp_path / f"report-{len(opened)}.html"
        file.write_text(html, encoding="utf-8")
        opened.append(OpenedPage(browser, file, address, **context))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()
        assert each.troubles == []


@pytest.fixture(scope="session")
def render_page() -> Callable[[ScanResult], str]:
    """Return a function that makes the HTML report of a result."""
    return lambda result: render(result, "html", RenderOptions())


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's program, where `DEDUP_AXE` names it; it comes from the npm registry, for tests only."""
    if not AXE or not Path(AXE).is_file():
        pytest.skip("DEDUP_AXE names no axe.min.js")
    return Path(AXE).read_text(encoding="utf-8")
