"""Relations stand in one table; the schemas and the pages say what it says."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dedup.relations import MEANINGS, RELATIONS, REPOSTS, can_be_versions

DOCS = Path(__file__).parents[1] / "docs"
EXPLAINED = " ".join(f"{relation}: {meaning.text}." for relation, meaning in MEANINGS.items())


def schema(folder: str, name: str) -> Any:
    """Return the shapes of a schema that ships with the package."""
    return json.loads(files(folder).joinpath(name).read_text(encoding="utf-8"))["$defs"]


def test_each_relation_has_a_row() -> None:
    """The table has all of them, in their order."""
    assert tuple(MEANINGS) == RELATIONS


def test_the_schemas_have_the_relations_of_the_table() -> None:
    """The names in the result of a scan and in that of a check, and what they mean."""
    relation = schema("dedup.report", "scan.schema.json")["relation"]
    assert relation["enum"] == list(RELATIONS)
    assert relation["description"].endswith(EXPLAINED)
    check = schema("dedup.report.findings", "check.schema.json")
    assert check["rules"]["properties"]["relations"]["items"]["enum"] == list(RELATIONS)
    assert check["source"]["properties"]["relation"]["enum"] == [*RELATIONS, None]


def test_the_pages_explain_the_relations_as_the_table_does() -> None:
    """`docs/method.md` in a table, `docs/contract.md` in a sentence; `docs/check.md` names them."""
    method, contract, check = ((DOCS / f"{page}.md").read_text("utf-8") for page in ("method", "contract", "check"))
    rows = "\n".join(f"| `{relation}` | {meaning.text} |" for relation, meaning in MEANINGS.items())
    assert f"| relation | meaning |\n|---|---|\n{rows}\n\n" in method
    assert f"A `relation` is one of these: {EXPLAINED}" in " ".join(contract.split())
    assert ", ".join(f"`{relation}`" for relation in RELATIONS) in check


def test_what_follows_from_a_relation() -> None:
    """Whole copies and texts within others are reposts; parts of a template or of a text are none."""
    assert REPOSTS == ("identical", "near-identical", "contained", "noisy copy")


@pytest.mark.parametrize(
    ("relation", "share", "expected"),
    [("contained", 0.8, True), ("partial", 0.5, True), ("partial", 0.49, False), ("template", 1.0, False)],
)
def test_versions_share_enough(relation: Any, share: float, expected: bool) -> None:
    """Half of either text must stand in the other, and two forms of one template are no versions."""
    assert can_be_versions(relation, share) is expected
