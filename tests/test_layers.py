"""Imports in `src/dedup` only point down the layers that `docs/architecture.md` lists, and never in a circle."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dedup"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
FILES = sorted(SOURCE.rglob("*.py"))


def layers() -> list[list[str]]:
    """Return the parts of each line of the layer table, top line first."""
    section = ARCHITECTURE.read_text(encoding="utf-8").split("\n## Layers\n")[1].split("\n## ")[0]
    return [re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| (`[^|]*)\|", section, re.MULTILINE)]


def heights(lines: list[list[str]]) -> dict[str, int]:
    """Return how high each part stands, the lowest line being 0."""
    return {part: height for height, line in enumerate(reversed(lines)) for part in line}


def part_of(file: Path) -> str:
    """Return the part that a file belongs to: the folder or module right under the package."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def violations(part: str, code: str, height: dict[str, int]) -> Iterator[str]:
    """Tell each import in `code`, a module of `part`, that does not point down. Where it stands makes no difference."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
            if names == ["dedup"] and all(alias.name in height for alias in node.names):
                names = [f"dedup.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            fault = _fault(part, name, height)
            if fault:
                yield f"line {node.lineno}: `{part}` imports `{name}`: {fault}"


def _fault(part: str, name: str, height: dict[str, int]) -> str | None:
    root, _, rest = name.partition(".")
    target = rest.split(".")[0]
    if not root:
        return "imports inside the package are absolute"
    if root != "dedup" or target == part:
        return None
    if not target:
        return "import from the module that defines the name, not from the package root"
    if target not in height:
        return f"`{target}` stands on no line of docs/architecture.md, Layers"
    if height[target] == height[part]:
        return "both stand on one line, and parts that share a line do not know each other"
    return "that stands above; imports point down" if height[target] > height[part] else None


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_imports_point_down(file: Path) -> None:
    """Every import of the file names a part on a lower line, or its own part."""
    height = heights(layers())
    part = part_of(file)
    assert part in height, f"`{part}` stands on no line of docs/architecture.md, Layers: give it one"
    found = list(violations(part, file.read_text(encoding="utf-8"), height))
    assert not found, "\n".join([f"{file.relative_to(ROOT)}:", *found])


def module_of(file: Path) -> str:
    """Return the name of a file's module."""
    return ".".join(("dedup", *file.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


def imported_within(module: str, code: str, known: frozenset[str]) -> set[str]:
    """Return the known modules of its own part that a module imports, wherever in it and for whatever."""
    part = module.split(".")[:2]
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            of = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (of & known) or {node.module}
    return {name for name in names & known if name.split(".")[:2] == part} - {module}


def circles(imports: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the groups of modules of which each can be reached from each other by imports."""
    reached: dict[str, set[str]] = {}
    for module in imports:
        reached[module], waiting = set(), [module]
        while waiting:
            new = imports[waiting.pop()] - reached[module]
            reached[module] |= new
            waiting += new
    inside = {frozenset(other for other in reached[one] if one in reached[other]) for one in imports}
    return [set(circle) for circle in inside if circle]


def test_no_part_imports_in_a_circle() -> None:
    """Modules of one part can be read one after the other, as those of all parts can."""
    code = {module_of(file): file.read_text(encoding="utf-8") for file in FILES}
    known = frozenset(code)
    found = circles({module: imported_within(module, text, known) for module, text in code.items()})
    assert found == []


def test_a_circle_is_told() -> None:
    """Of a, b and c that import each other in a ring, and d that only imports b, the first three are one."""
    made = {
        "dedup.x.a": "import dedup.x.b",
        "dedup.x.b": "from dedup.x import c",
        "dedup.x.c": "def f():\n  from dedup.x.a import y",
    }
    made["dedup.x.d"] = "if TYPE_CHECKING:\n  from dedup.x.b import z\nfrom dedup.y.a import x"
    known = frozenset([*made, "dedup.y.a"])
    found = circles({module: imported_within(module, text, known) for module, text in made.items()})
    assert found == [{"dedup.x.a", "dedup.x.b", "dedup.x.c"}]


def test_each_part_stands_on_one_line() -> None:
    """The table names every part once, so that no part has two heights."""
    named = [part for line in layers() for part in line]
    assert sorted(named) == sorted(set(named))


def test_table_names_no_part_that_does_not_exist() -> None:
    """The layer table is of the program as it is: each part in it is a module or a folder."""
    assert set(heights(layers())) <= {part_of(file) for file in FILES}


TOY = heights([["top"], ["left", "right"], ["leaf"]])


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("from dedup.top import walk", "above"),
        ("import dedup.top.walk as walk", "above"),
        ("from dedup.right import thing", "share a line"),
        ("if TYPE_CHECKING:\n    from dedup.right.thing import Thing", "share a line"),
        ("def late():\n    from dedup.top import walk", "above"),
        ("from dedup import top", "above"),
        ("from dedup import name", "package root"),
        ("import dedup", "package root"),
        ("from . import near", "absolute"),
        ("from .near import thing", "absolute"),
        ("from dedup.unheard import thing", "no line"),
    ],
)
def test_import_that_does_not_point_down_is_told(code: str, fault: str) -> None:
    """A made-up module of `left` with one bad import gives one message that names the rule it breaks."""
    (message,) = violations("left", code, TOY)
    assert fault in message


@pytest.mark.parametrize(
    "code",
    ["import json", "from dedup import leaf", "from dedup.leaf import x", "from dedup.left.near import x", "x = 1"],
)
def test_import_that_points_down_is_not_told(code: str) -> None:
    """Lower parts, the module's own part and other packages may be imported."""
    assert not list(violations("left", code, TOY))
