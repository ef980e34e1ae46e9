"""The installed package: its name and version, its type marker, its data, and what `import dedup` gives."""

from __future__ import annotations

import tomllib
from importlib import metadata, resources
from pathlib import Path

from dedup.version import VERSION

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DATA = {".json", ".npz", ".toml", ".typed"}


def test_version_is_said_twice_and_the_same() -> None:
    """The version that results state is the one that is installed."""
    assert metadata.version("dedup") == PROJECT["version"] == VERSION


def test_metadata_is_that_of_the_project() -> None:
    """What is installed says which Pythons it runs on and under which licence."""
    installed = metadata.metadata("dedup")
    assert installed["Requires-Python"] == PROJECT["requires-python"]
    assert installed["License-Expression"] == PROJECT["license"]


def test_command_is_installed() -> None:
    """The package brings one command, `dedup`."""
    scripts = [entry for entry in metadata.distribution("dedup").entry_points if entry.group == "console_scripts"]
    assert [(entry.name, entry.value) for entry in scripts] == [("dedup", "dedup.cli:main")]


def test_package_ships_its_data() -> None:
    """What lies beside the modules in the tree (tables, schema, phrases, type marker) lies beside them installed."""
    source = ROOT / "src" / "dedup"
    data = {file.relative_to(source) for file in source.rglob("[!.]*") if file.suffix in DATA}
    assert {"py.typed", "folding.npz", "scan.schema.json"} <= {file.name for file in data}
    shipped = resources.files("dedup")
    assert not [file for file in data if not shipped.joinpath(*file.parts).is_file()]
