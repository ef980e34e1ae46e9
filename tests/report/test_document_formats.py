"""News items in ninjs and JSON-LD: one for each document, with its sources."""

from __future__ import annotations

import json
from typing import Any

import dedup
from dedup.report.formats import RenderOptions, render

BODY = (
    "The county said on Monday that it would review the plan for a new dam in the northern valley after farmers had "
    "complained of the loss of their fields, and that no work would begin before the courts had heard the villages."
)
ORIGINAL = dedup.Document("a", BODY, title="Dam <wars>", publisher="Harbour Gazette", published="2013-06-01")
COPY = dedup.Document(
    "b",
    f"{BODY}\n\nThis article was originally published by Harbour Gazette.\n\n© Valley Media 2013. All rights reserved.",
    publisher="Valley Post",
    author="Jo Doe, Ann Roe",
    published="2013-06-09",
)


def rendered(name: str) -> Any:
    return json.loads(render(dedup.scan([ORIGINAL, COPY]), name, RenderOptions()))


def test_ninjs_names_the_source_of_a_copy() -> None:
    """The first source is the originator; the original has none."""
    original, copy = rendered("ninjs")
    assert "infoSources" not in original
    assert copy["infoSources"] == [{"name": "Harbour Gazette", "role": "originator", "uri": "urn:x-dedup:a"}]
    assert (copy["standard"]["version"], copy["type"], copy["by"]) == ("3.0", "text", "Jo Doe, Ann Roe")
    assert (original["contentCreated"], original["headlines"][0]["value"]) == ("2013-06-01T00:00:00Z", "Dam <wars>")


def test_json_ld_says_what_a_copy_is_based_on() -> None:
    """The work, its publisher and the scanned document that holds it; writers one by one."""
    original, copy = rendered("jsonld")["@graph"]
    assert "isBasedOn" not in original
    (work,) = copy["isBasedOn"]
    assert (work["@id"], work["publisher"]["name"]) == ("urn:x-dedup:a", "Harbour Gazette")
    assert [one["name"] for one in copy["author"]] == ["Jo Doe", "Ann Roe"]
    assert copy["publisher"] == {"@type": "Organization", "name": "Valley Post"}


def test_json_ld_can_stand_in_a_page() -> None:
    """No title closes the script element around it."""
    result = dedup.scan([dedup.Document("a", BODY, title="</script><script>alert(1)")])
    text = render(result, "jsonld", RenderOptions())
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["headline"] == "</script><script>alert(1)"


def test_an_id_of_any_characters_is_a_name() -> None:
    """Spaces, other scripts and halves of characters are quoted."""
    result = dedup.scan([dedup.Document("a b\u00e9#1", BODY)])
    (item,) = json.loads(render(result, "ninjs", RenderOptions()))
    assert item["uri"] == "urn:x-dedup:a%20b%C3%A9%231"
