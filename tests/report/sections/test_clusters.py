"""The cluster view: which way a text went among its versions."""

from __future__ import annotations

from dedup.counts import Counts
from dedup.matches import Cluster
from dedup.origin.provenance import Provenance
from dedup.report.sections.clusters import clusters_section
from dedup.results import Recall, ScanResult
from dedup.settings import Settings


def result(*chains: tuple[str, ...]) -> ScanResult:
    members = tuple(f"d{n}" for n in range(len(chains)))
    return ScanResult(
        version="1",
        settings=Settings(),
        counts=Counts(),
        recall=Recall(0.5, 0.99, 42, 3, 12),
        clusters=(Cluster("c1", members, None, 1.0),),
        provenance=tuple(Provenance(member, chain, ()) for member, chain in zip(members, chains, strict=True)),
    )


def chains_shown(*chains: tuple[str, ...]) -> list[str]:
    section = clusters_section(result(*chains), 20)
    return [row[1].text for block in section.blocks[1:] for row in getattr(block, "rows", ())]


def test_a_cluster_shows_the_chain_of_its_members() -> None:
    """From the first source to the last copy."""
    assert chains_shown(("Daily Times", "Stop NATO", "Global Research"), ()) == [
        "Daily Times → Stop NATO → Global Research"
    ]


def test_a_chain_inside_a_longer_one_is_not_repeated() -> None:
    """Daily Times → Stop NATO is part of the longer chain; the other branch is not."""
    assert chains_shown(("A", "B"), ("A", "B", "C"), ("A", "D")) == ["A → B → C", "A → D"]


def test_single_names_are_no_chain() -> None:
    """Nobody knows anything of these two."""
    assert chains_shown(("A",), ()) == []
