"""The size and the speed of the HTML report of a large result: 10,000 documents, 5,000 of them copies, 100 MB of text.

    python benchmarks/html_report.py [--documents 10000] [--bytes 10000] [--page report.html]

Prints the size of the file and, where Playwright and Debian's Chromium are installed, the time to the first paint, of a
search, of a move of the threshold, and the longest frame while the list is scrolled. Times are medians of five.
"""

from __future__ import annotations

import argparse
import random
import time
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from dedup.documents import Document, collection_of
from dedup.report.formats import RenderOptions, render
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
RUNS = 5
VOCABULARY = 20_000
PUBLISHERS = 200
DROPPED = 0.1
"""Share of the sentences that a copy lacks."""

SEARCH = """text => {
  const field = document.getElementById("search");
  field.value = text;
  const start = performance.now();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - start;
}"""
THRESHOLD = SEARCH.replace('"search"', '"threshold"')
SCROLL = """async () => {
  const rows = document.querySelector(".rows");
  const frames = [];
  for (let step = 0; step < 120; step += 1) {
    const start = performance.now();
    rows.scrollTop += 700;
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - start);
  }
  return frames;
}"""


def made_documents(documents: int, size: int) -> Iterator[Document]:
    """Yield texts of about `size` bytes in pairs: an original, and a copy that dropped or changed some sentences."""
    words = random.Random(16)  # noqa: S311 - no secret
    letters = "etaoinshrdlucmfwypvbgk"
    vocabulary = ["".join(words.choices(letters, k=words.randint(2, 9))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    for number in range(documents // 2):
        sentences: list[str] = []
        while sum(len(sentence) for sentence in sentences) < size:
            chosen = words.choices(vocabulary, cum_weights=weights, k=words.randint(8, 24))
            sentences.append(" ".join(chosen).capitalize() + ". ")
        edited = [sentence for sentence in sentences if words.random() > DROPPED]
        for name, text in (("first", sentences), ("copy", edited)):
            publisher = f"Paper {words.randrange(PUBLISHERS)}"
            date = f"20{words.randint(10, 25)}-{words.randint(1, 12):02d}-{words.randint(1, 28):02d}"
            yield Document(f"{name}-{number}", "".join(text), title=text[0][:70], publisher=publisher, published=date)


def measure(page: Path) -> dict[str, float]:
    """Return times in milliseconds of the page in a browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may not be installed

    runs: list[dict[str, float]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for _ in range(RUNS):
            opened: Any = browser.new_page(viewport={"width": 1280, "height": 900})
            opened.goto(page.resolve().as_uri())
            opened.wait_for_selector(".rows tbody tr:not(.gap)")
            painted = opened.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            frames = opened.evaluate(SCROLL)
            runs.append(
                {
                    "first paint": painted,
                    "search": opened.evaluate(SEARCH, "paper 17"),
                    "threshold": opened.evaluate(THRESHOLD, "90"),
                    "longest frame": max(frames),
                    "median frame": median(frames),
                }
            )
            opened.close()
        browser.close()
    return {name: median(run[name] for run in runs) for name in runs[0]}


def main() -> None:
    """Make the collection, scan it, write its report and measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=10_000)
    parser.add_argument("--page", type=Path, default=Path("report.html"))
    options = parser.parse_args()
    collection = collection_of(made_documents(options.documents, options.bytes))
    result = scan(collection)
    start = time.perf_counter()
    report = render(result, "html", RenderOptions()).encode()
    seconds = time.perf_counter() - start
    options.page.write_bytes(report)
    print(f"text     {collection.bytes / 1e6:8.1f} MB in {len(collection):,} documents, {len(result.copies):,} pairs")
    print(f"file     {len(report) / 1e6:8.1f} MB, rendered in {seconds:.1f} s")
    for name, milliseconds in measure(options.page).items():
        print(f"{name:14}{milliseconds:8.0f} ms")


if __name__ == "__main__":
    main()
