"""A part of an Office Open XML file says by relations which other members belong to it; these become their names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from dedup.reading.readers.xml import descendants

if TYPE_CHECKING:
    from dedup.reading.readers.zip_members import ZipMembers


class Relation(NamedTuple):
    """A relation of a part: its id, the last word of the address of its type, and the name of the member."""

    id: str
    kind: str
    member: str


def relations_of(members: ZipMembers, part: str) -> list[Relation]:
    """Return the relations of a part, or of the whole file where `part` is empty; raises as `ZipMembers`."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if name not in members:
        return []
    return [
        Relation(
            one.get("Id", ""),
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in descendants(members.xml_root(name), "Relationship")
    ]
