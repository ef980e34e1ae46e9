"""Chromium as the tests of the HTML report use it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def start_browser() -> Iterator[Any]:
    """Yield Debian's Chromium without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may not be installed

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


class OpenedPage:
    """A report in a browser, and its troubles: errors, and whatever it asked for but itself."""

    def __init__(self, browser: Any, file: Path, address: str = "", **context: Any) -> None:
        self.troubles: list[str] = []
        self._context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        self.page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", self._dialog)
        own = file.as_uri()
        self.page.on("request", lambda asked: None if asked.url.startswith(own) else self.troubles.append(asked.url))
        self.page.goto(own + address)
        if context.get("java_script_enabled", True):
            self.page.wait_for_selector("#app h1")

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def address(self) -> str:
        """Return the part of the address after ``#``."""
        return str(self.page.evaluate("location.hash"))

    def focused(self) -> str:
        """Return the text, or else the name, of the element that has the focus."""
        return str(self.page.evaluate("document.activeElement.textContent || document.activeElement.id"))

    def close(self) -> None:
        """Close the page."""
        self._context.close()
