"""Files of a folder that name one host as that of their canonical page, and files that were taken over."""

from __future__ import annotations

import pytest

from dedup.origin.chain import trace
from dedup.origin.claims import Claim
from dedup.origin.extraction import Description
from dedup.origin.folder_sites import with_sites_of_folders
from dedup.origin.traced_documents import TracedDocument


def post(name: str, host: str = "harbour.example") -> TracedDocument:
    """Return a file whose head names a page of a host as the canonical one."""
    value = f"https://{host}/{name}"
    return TracedDocument(name, Description(), (Claim("front-matter:canonical", value, 0, 9, 2, value, True),))


def chains(files: int, others: int = 0, host: str = "harbour.example") -> list[tuple[str, ...]]:
    """Return the chains of some files of one folder, each in a folder of its own, beside others that name no page."""
    posts = [post(f"posts/{number}/index.md", host) for number in range(files)]
    names = [*(one.id for one in posts), *(f"posts/plain-{number}.md" for number in range(others)), "README.md"]
    return [found.chain for found in trace(with_sites_of_folders(posts, names), [])]


def test_the_host_that_nearly_all_files_of_a_folder_name_is_its_own_site() -> None:
    """Whatever lies above the folder, and although one file in ten names none."""
    assert chains(9, others=1) == []


@pytest.mark.parametrize(("files", "others"), [(9, 2), (4, 0)])
def test_files_among_others_or_few_files_are_taken_over(files: int, others: int) -> None:
    """Nine of eleven are too few, and so are four of four."""
    found = chains(files, others)
    assert len(found) == files
    assert {chain[0] for chain in found} == {"harbour.example"}


def test_files_that_name_several_hosts_are_taken_over() -> None:
    """Each host by itself has too small a share."""
    posts = [post(f"posts/{number}.md", f"{'ab'[number % 2]}-quay.example") for number in range(12)]
    assert with_sites_of_folders(posts, [one.id for one in posts]) == posts
