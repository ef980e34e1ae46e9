"""The installed package: its name and version, its type marker, its data, and what `import dedup` gives."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path

import pytest

import dedup
from dedup.version import VERSION

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DATA = {".json", ".npz", ".toml", ".typed"}


def test_version_is_said_twice_and_the_same() -> None:
    """The version that results state is the one that is installed."""
    assert metadata.version("dedup-text") == PROJECT["version"] == VERSION


def test_metadata_is_that_of_the_project() -> None:
    """What is installed says which Pythons it runs on and under which licence."""
    installed = metadata.metadata("dedup-text")
    assert installed["Requires-Python"] == PROJECT["requires-python"]
    assert installed["License-Expression"] == PROJECT["license"]


def imported(file: Path) -> set[str]:
    """Return the packages that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"dedup"}


def test_every_import_is_a_declared_dependency() -> None:
    """What the source imports is asked for by name, and not there only because something else brought it along."""
    lines = [
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["documents"],
        *PROJECT["optional-dependencies"]["remote"],
        *PROJECT["optional-dependencies"]["spark"],
        *PROJECT["optional-dependencies"]["daft"],
    ]
    declared = {canonical(re.split(r"[\s<>=!~;\[]", line)[0]) for line in lines}
    homes = metadata.packages_distributions()
    names = {name for file in (ROOT / "src").rglob("*.py") for name in imported(file)}
    assert not {name for name in names if not declared & {canonical(home) for home in homes.get(name, [name])}}


def canonical(name: str) -> str:
    """Return a distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_command_is_installed() -> None:
    """The package brings one command, `dedup`."""
    scripts = [entry for entry in metadata.distribution("dedup-text").entry_points if entry.group == "console_scripts"]
    assert [(entry.name, entry.value) for entry in scripts] == [("dedup", "dedup.cli:main")]


def test_package_ships_its_data() -> None:
    """What lies beside the modules in the tree (tables, schema, phrases, type marker) lies beside them installed."""
    source = ROOT / "src" / "dedup"
    data = {file.relative_to(source) for file in source.rglob("[!.]*") if file.suffix in DATA}
    assert {"py.typed", "folding.npz", "scan.schema.json"} <= {file.name for file in data}
    shipped = resources.files("dedup")
    assert not [file for file in data if not shipped.joinpath(*file.parts).is_file()]


def test_version_of_the_module_is_that_of_the_program() -> None:
    """`dedup.__version__` is the one version."""
    assert dedup.__version__ == VERSION


def test_names_of_the_package_are_the_promised_ones() -> None:
    """`dedup.__all__` is the whole public surface, in order: the calls, their values, the errors."""
    assert dedup.__all__ == [
        "Collection",
        "DedupError",
        "Document",
        "GuardError",
        "InputError",
        "LimitError",
        "OutputError",
        "ResultError",
        "ScanResult",
        "Settings",
        "UsageError",
        "__version__",
        "compare",
        "filter",
        "scan",
        "sign",
    ]


@pytest.mark.parametrize("name", dedup.__all__)
def test_public_name_is_there_and_explained(name: str) -> None:
    """Each public name can be had from the package, and says what it is."""
    value = getattr(dedup, name)
    assert isinstance(value, str) or value.__doc__


def test_errors_form_one_tree() -> None:
    """Whoever catches `DedupError` catches everything that the package raises itself."""
    errors = [getattr(dedup, name) for name in dedup.__all__ if name.endswith("Error")]
    assert all(issubclass(error, dedup.DedupError) for error in errors)


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that the package does not have is refused like any module's."""
    with pytest.raises(AttributeError, match="no attribute 'scam'"):
        dedup.scam  # noqa: B018 - the look-up is what is tested


def test_importing_the_package_imports_nothing_heavy() -> None:
    """`import dedup` alone loads neither NumPy nor Arrow: a command that fails early fails at once."""
    code = "import sys, dedup; print(sorted({'numpy', 'pyarrow', 'datasketch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
