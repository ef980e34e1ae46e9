"""A page of print and what a program for character recognition reads of its picture: the two are one text.

The page is the beginning of Poe's *The Tell-Tale Heart* (1843), in the public domain. `tell_tale_heart.read.txt` is
what Tesseract 5.3.0 read of the picture that is drawn here: a third of the words are wrong.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from dedup.documents import Document, collection_of
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.matches import Match

FOLDER = Path(__file__).parent / "scanned_page"
TEXT = (FOLDER / "tell_tale_heart.txt").read_text("utf-8")
OTHER_TEXT = """
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the
epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness, it was the
spring of hope, it was the winter of despair, we had everything before us, we had nothing before us, we were all going
direct to Heaven, we were all going direct the other way.
"""
LINE_HEIGHT, MARGIN = 34, 40


def picture(text: str) -> Image.Image:
    """Return a page of the text as a bad scan has it: small, out of focus, with specks of dirt."""
    lines = [line for paragraph in text.split("\n\n") for line in [*textwrap.wrap(paragraph, 64), ""]]
    page = Image.new("L", (1000, 2 * MARGIN + LINE_HEIGHT * len(lines)), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(26)
    for number, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + LINE_HEIGHT * number), line, font=font, fill=0)
    scan_of_page = page.resize((page.width // 2, page.height // 2), Image.Resampling.BILINEAR)
    scan_of_page = scan_of_page.filter(ImageFilter.GaussianBlur(0.8))
    chance = random.Random(1)
    for _ in range(scan_of_page.width * scan_of_page.height // 50):
        speck = chance.randrange(scan_of_page.width), chance.randrange(scan_of_page.height)
        scan_of_page.putpixel(speck, chance.choice((0, 255)))
    return scan_of_page


def copy_found(reading: str) -> Match:
    """Return the one pair of the text, its reading and a text of somebody else."""
    documents = [Document("text", TEXT), Document("reading", reading), Document("other", OTHER_TEXT)]
    (match,) = scan(collection_of(documents)).copies
    assert (match.a, match.b) == ("text", "reading")
    return match


def covered(match: Match) -> float:
    """Return the share of the text that lies in passages."""
    return sum(passage.a.end - passage.a.start for passage in match.passages) / len(TEXT)


def test_the_reading_of_a_page_is_a_copy_of_it() -> None:
    """What Tesseract read once: nine tenths of the page stand beside it."""
    match = copy_found((FOLDER / "tell_tale_heart.read.txt").read_text("utf-8"))
    assert match.relation == "noisy copy"
    assert covered(match) > 0.9


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed (Debian: tesseract-ocr)")
def test_a_page_that_is_read_here_is_a_copy_of_its_text(tmp_path: Path) -> None:
    """Whichever version of Tesseract there is."""
    picture(TEXT).save(tmp_path / "page.png")
    command: list[str | Path] = ["tesseract", tmp_path / "page.png", "-", "--psm", "6"]
    reading = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert covered(copy_found(reading)) > 0.9
