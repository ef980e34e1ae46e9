"""The pictures of the report in ``reports/html``: ``python -m tests.report.html.pictures`` draws them anew."""

from __future__ import annotations

import io
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup import api
from dedup.report.formats import RenderOptions, render
from tests.report.html.browsing import OpenedPage, start_browser
from tests.report.html.family import family_page

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "reports" / "html"
COLOURS = 256
TEXT_WIDTH = "document.createElement('canvas').getContext('2d')"


def seeds_page() -> str:
    """Return the report of the page in ``seeds``."""
    with chdir(ROOT):
        return render(api.scan("seeds"), "html", RenderOptions())


PICTURES: dict[str, tuple[Callable[[], str], str, dict[str, Any]]] = {
    "family.png": (family_page, "", {}),
    "family-pair.png": (family_page, "#pair/4/1", {}),
    "family-passage.png": (family_page, "#passage/2/1", {"color_scheme": "dark"}),
    "family-cluster.png": (family_page, "#cluster/1", {"viewport": {"width": 390, "height": 844}}),
    "seeds.png": (seeds_page, "", {}),
    "seeds-repetition.png": (seeds_page, "#repetition/1", {"color_scheme": "dark"}),
}
"""Each picture: the page, the address of the view, and what is special about the browser."""


READY = {"#pair": "mark.now", "#repetition": "mark.now", "#passage": ".timeline", "#cluster": ".node"}
"""What is there once a view is drawn whole."""


def draw(browser: Any, name: str, folder: Path) -> bytes:
    """Return a picture as PNG."""
    page, address, context = PICTURES[name]
    file = folder / f"{name}.html"
    file.write_text(page(), encoding="utf-8")
    opened = OpenedPage(browser, file, address, **context)
    opened.page.wait_for_selector(READY.get(address.partition("/")[0], ".tabs"))
    drawn: bytes = opened.page.screenshot()
    for _ in range(20):  # until nothing moves any more, however busy the machine is
        opened.page.wait_for_timeout(300)
        before, drawn = drawn, opened.page.screenshot()
        if drawn == before:
            break
    opened.close()
    return drawn


def fonts(browser: Any) -> float:
    """Return how wide a line of text is here: it tells whether the fonts are those of the pictures."""
    page = browser.new_page()
    width = page.evaluate(
        f"(() => {{ const c = {TEXT_WIDTH}; c.font = '16px system-ui';"
        " return c.measureText('Copies and origins, 0123456789 ↔').width; })()"
    )
    page.close()
    return float(width)


def main() -> None:
    """Draw all pictures, each with few colours, so that it is small."""
    from PIL import Image  # noqa: PLC0415 - it may not be installed

    FOLDER.mkdir(parents=True, exist_ok=True)
    with start_browser() as browser, tempfile.TemporaryDirectory() as folder:
        for name in PICTURES:
            drawn = Image.open(io.BytesIO(draw(browser, name, Path(folder)))).convert("RGB")
            drawn.quantize(COLOURS).save(FOLDER / name, optimize=True)
        (FOLDER / "fonts.txt").write_text(f"{fonts(browser):.2f}\n")


if __name__ == "__main__":
    main()
