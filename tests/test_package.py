"""The installed package: its name and version, its type marker, its data, and what `import dedup` gives."""

from __future__ import annotations

import tomllib
from importlib import metadata, resources
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_metadata_is_that_of_the_project() -> None:
    """What is installed is this tree's version and says which Pythons it runs on."""
    installed = metadata.metadata("dedup")
    assert installed["Version"] == PROJECT["version"]
    assert installed["Requires-Python"] == PROJECT["requires-python"]
    assert installed["License-Expression"] == PROJECT["license"]


def test_command_is_installed() -> None:
    """The package brings one command, `dedup`."""
    scripts = [entry for entry in metadata.distribution("dedup").entry_points if entry.group == "console_scripts"]
    assert [(entry.name, entry.value) for entry in scripts] == [("dedup", "dedup.cli:main")]


def test_package_ships_its_data() -> None:
    """The type marker, the folding table and the schema lie in the package and not beside it."""
    shipped = resources.files("dedup")
    assert all(shipped.joinpath(*path.split("/")).is_file() for path in DATA)


DATA = ["py.typed", "text/folding.npz", "report/scan.schema.json"]
