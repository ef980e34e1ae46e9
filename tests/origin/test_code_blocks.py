"""Fenced blocks of code, in which nothing is a claim."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.origin.code_blocks import code_blocks
from dedup.origin.extraction import read_claims

PROSE = "The ferry runs twice a day between the two shores, and in winter once.\n"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("a\n```js\nb\n```\nc\n", ["```js\nb\n```"]),
        ("a\n~~~\n```\nb\n~~~\nc\n", ["~~~\n```\nb\n~~~"]),
        ("````\n```\nb\n```\n````\n", ["````\n```\nb\n```\n````"]),
        ("  ```\nb\n   ```   \nc", ["  ```\nb\n   ```   "]),
        ("```\nnothing closes this\n", []),
        ("say ``` and ``` in a line\n", []),
        ("```one ` sign```\nno fence\n```\n", []),
        ("```\nb\n``` not closed by this\n```\n", ["```\nb\n``` not closed by this\n```"]),
        ("a\n    ```\n    indented, so no fence\n    ```\n", []),
    ],
)
def test_blocks_are_those_of_commonmark(text: str, blocks: list[str]) -> None:
    assert [text[start:end] for start, end in code_blocks(text)] == blocks


@pytest.mark.parametrize("fence", ["```", "~~~"])
@pytest.mark.parametrize(
    "line",
    [
        "// Source: https://harbourreview.org/ferry",
        "Originally published in The Harbour Review.",
        "via: Shoreline Post",
    ],
)
def test_a_line_in_code_is_no_claim(line: str, fence: str) -> None:
    text = f"# The ferry\n\n{PROSE * 3}\n{fence}yaml\n{line}\n{fence}\n"
    assert not [claim for claim in read_claims(Document("x", text)) if claim.kind != "title"]


def test_a_claim_between_two_blocks_stays() -> None:
    line = "Originally published in The Harbour Review."
    text = f"# The ferry\n\n```\none\n```\n\n{line}\n\n```\n{line}\n```\n"
    claims = [claim for claim in read_claims(Document("x", text)) if claim.kind == "attribution"]
    assert [(claim.value, claim.start) for claim in claims] == [("The Harbour Review", text.index(line))]
