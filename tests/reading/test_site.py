"""Inputs that are the content of a site: pages without text, markup of sites, symbolic links, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.documents import Collection

SITE = ReadingOptions(site=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder `site` below the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def read(folder: Path, **files: str) -> Collection:
    """Write files (``a__md`` is ``a.md``) and read the folder as a site."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return read_paths(["site"], SITE)


def test_pages_without_text_are_counted(folder: Path) -> None:
    """Front matter alone, no byte at all, white space, a page that only leads elsewhere: none is unreadable."""
    found = read(
        folder,
        a__md="---\ntitle: A\n---\n",
        b__md="",
        c__txt=" \n\n",
        d__html='<html><head><meta http-equiv="refresh" content="0; url=/x"></head><body></body></html>',
        e__jsonl="",
        f__md="Words of a page.\n",
    )
    assert found.unreadable == ()
    assert [name.removeprefix("site/") for name in found.without_text] == ["a.md", "b.md", "c.txt", "d.html", "e.jsonl"]
    assert found.column("id") == ["site/f.md"]


def test_other_readers_find_them_unreadable(folder: Path) -> None:
    """A scan says so as before."""
    (folder / "a.md").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    found = read_paths(["site"])
    assert [each.path for each in found.unreadable] == ["site/a.md"]
    assert found.without_text == ()


def test_markup_of_sites_is_read(folder: Path) -> None:
    """AsciiDoc and templates, with front matter; what is left out is told with its suffixes."""
    found = read(
        folder, a__adoc="---\ntitle: A\n---\n\nWords.\n", b__njk="Words {{ x }}.\n", c__org="Words.\n", d__asc="W\n"
    )
    assert found.column("id") == ["site/a.adoc", "site/b.njk"]
    assert found.column("title") == ["A", None]
    assert [note.note for note in found.notes] == ["left out: 1 .asc file: d.asc", "left out: 1 .org file: c.org"]


def test_a_link_is_its_target(folder: Path) -> None:
    """A link beside its target is not read again, whichever comes first; of two links to a file outside one is."""
    (folder.parent / "outside.md").write_text("Other words.\n", encoding="utf-8")
    (folder / "a.md").symlink_to("b.md")
    (folder / "c.md").symlink_to("../outside.md")
    (folder / "d.md").symlink_to("../outside.md")
    found = read(folder, b__md="Words.\n")
    assert found.column("id") == ["site/b.md", "site/c.md"]
    assert [(note.path, note.note) for note in found.notes] == [
        ("site/a.md", "a symbolic link to what is read as site/b.md"),
        ("site/d.md", "a symbolic link to what is read as site/c.md"),
    ]


def test_posts_have_the_dates_of_their_names(folder: Path) -> None:
    """Unless the front matter states one."""
    texts = {"2024-05-01-a__md": "Words.\n", "2023-05-01-b__md": "---\ndate: 2020-01-01\n---\nWords.\n"}
    assert read(folder, **texts).column("published") == ["2020-01-01", "2024-05-01"]


def test_front_matter_can_stay_text(folder: Path) -> None:
    """Its fields are read all the same."""
    (folder / "a.md").write_text("---\ntitle: A\n---\nWords.\n", encoding="utf-8")
    found = read_paths(["site"], ReadingOptions(site=True, front_matter=True))
    assert (found.text(0), found.column("title")) == ("---\ntitle: A\n---\nWords.\n", ["A"])
