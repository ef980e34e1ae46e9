"""The recipes of ``docs/filter.md`` print what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "filter.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^(?:import|from) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: "-".join(_IMPORT.findall(recipe)))
def test_recipe_prints_what_the_page_says(
    recipe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each recipe runs by itself, and the comment behind its last line is what it prints."""
    for package in _IMPORT.findall(recipe):
        pytest.importorskip(package)
    monkeypatch.chdir(tmp_path)
    exec(compile(recipe, "docs/filter.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out.rstrip("\n") == recipe.rstrip("\n").rpartition("\n")[2].removeprefix("# ")


def test_every_library_has_a_recipe() -> None:
    """The page has a recipe for each library that it names."""
    assert {name for recipe in RECIPES for name in _IMPORT.findall(recipe)} >= {
        "pyarrow",
        "polars",
        "pandas",
        "duckdb",
        "datasets",
    }
