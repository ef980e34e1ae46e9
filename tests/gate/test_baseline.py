"""What a baseline accepts, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dedup.errors import UsageError
from dedup.gate.baseline import AcceptedPieces, Baseline, BaselineEntry, read_baseline, written
from dedup.gate.findings import Finding, Imprint, Where

if TYPE_CHECKING:
    from pathlib import Path


def finding(
    shared: tuple[str, ...] = ("p1", "p2"),
    shared_source: tuple[str, ...] | None = None,
    document: str = "a.md",
    source: str = "b.md",
) -> Finding:
    """Return a finding on these pieces of text."""
    place = Where(document, document, 0, 9, (1, 1), in_file=True)
    theirs = shared if shared_source is None else shared_source
    imprint = Imprint(shared, theirs, shared, theirs)
    return Finding("repost", document, source, place, 80, 1.0, (), "How it begins", "", "", imprint)


KNOWN = finding()
NAMED = Baseline("known")
"""A baseline that writes the names as they are."""


def accepts(new: Finding, *known: Finding) -> bool:
    """Return whether a baseline of the known findings accepts a new one."""
    return AcceptedPieces(Baseline("known", tuple(map(BaselineEntry.of, known or (KNOWN,))))).accept(new)


def test_the_same_finding_is_accepted() -> None:
    """What was written down is known again, wherever in its document it stands now."""
    moved = replace(KNOWN, where=replace(KNOWN.where, start=500, end=509, lines=(20, 20)), words=81)
    assert accepts(moved)
    assert moved.fingerprint == KNOWN.fingerprint


def test_order_of_pieces_makes_no_difference() -> None:
    """Paragraphs that change places are the same words."""
    turned = finding(("p2", "p1"))
    assert accepts(turned)
    assert turned.fingerprint == KNOWN.fingerprint


def test_less_is_accepted() -> None:
    """A copy from which a paragraph was taken out is not new."""
    assert accepts(finding(("p2",)))


@pytest.mark.parametrize(
    "new",
    [
        finding(("p1", "p2", "p3")),
        finding(("p1", "p1", "p2")),
        finding(document="c.md"),
        finding(source="d.md"),
        replace(KNOWN, rule="long-run"),
    ],
    ids=["more words", "the same words twice", "another document", "another source", "another rule"],
)
def test_anything_more_is_new(new: Finding) -> None:
    """More text, a second copy of accepted text, another end or another rule is no known finding."""
    assert not accepts(new)
    assert new.fingerprint != KNOWN.fingerprint


def test_an_edit_of_the_copy_is_accepted_by_its_source() -> None:
    """A correction inside the copied words leaves those of the source, by which the finding is known again."""
    assert accepts(finding(("p1 corrected", "p2"), ("p1", "p2")))


def test_an_edit_of_the_source_is_accepted_by_its_copy() -> None:
    """A correction of the source leaves the copy as it was."""
    assert accepts(finding(("p1", "p2"), ("p1 corrected", "p2")))


def test_words_at_an_edge_may_come_and_go() -> None:
    """What is shared may end a word earlier or later by chance; the paragraphs that it stands in are the same."""
    known = replace(KNOWN, imprint=Imprint(("w1",), ("v1",), ("p1",), ("q1",)))
    for imprint in (Imprint(("w2",), ("v2",), ("p1",), ("q2",)), Imprint(("w2",), ("v2",), ("p2",), ("q1",))):
        assert accepts(replace(KNOWN, imprint=imprint), known)
    assert not accepts(replace(KNOWN, imprint=Imprint(("w2",), ("v2",), ("p2",), ("q2",))), known)


def test_a_second_copy_in_one_document_is_new() -> None:
    """The source has its words once and the copy now has them twice: more words than were accepted are new."""
    assert not accepts(replace(finding(("p1", "p1", "p2"), ("p1", "p2")), words=120))


def test_an_edit_may_lengthen_a_run_a_little() -> None:
    """Fewer words more than the shortest run that counts come from an edit, not from another copy."""
    corrected = finding(("p1 corrected", "p2"), ("p1", "p2"))
    assert accepts(replace(corrected, words=91))
    assert not accepts(replace(corrected, words=92))


def test_each_accepted_piece_is_claimed_once() -> None:
    """Two findings on one key share what is accepted: the second copy of accepted words is new."""
    register = AcceptedPieces(Baseline("known", (BaselineEntry.of(finding(("p1",))),)))
    assert register.accept(finding(("p1",)))
    assert not register.accept(finding(("p1",)))


def test_file_is_sorted_and_reads_back(tmp_path: Path) -> None:
    """Findings are written one a line in a fixed order, whatever order they came in, and read back."""
    findings = [finding(document="z.md"), finding(source="ä b.md"), finding()]
    assert written(findings, NAMED) == written(findings[::-1], NAMED)
    head, *lines = written(findings, NAMED).splitlines()
    assert head == '{"schema": "dedup.baseline/1"}'
    assert [line.split('"')[3] for line in lines] == ["a.md", "a.md", "z.md"]
    (tmp_path / "known").write_text(written(findings, NAMED), encoding="utf-8")
    entries = read_baseline(str(tmp_path / "known")).entries
    assert sorted(entry.key for entry in entries) == sorted(each.key for each in findings)
    assert all(AcceptedPieces(Baseline("known", entries)).accept(each) for each in findings)


def test_a_new_finding_adds_one_line() -> None:
    """In a review, an accepted finding is one added line and no other difference."""
    before, after = (set(written(found, NAMED).splitlines()) for found in ([KNOWN], [KNOWN, finding(document="z.md")]))
    assert before < after
    assert len(after - before) == 1


def test_lines_that_nothing_needs_are_stale() -> None:
    """Of documents that were judged, what no longer occurs is told; of others it is not known to be gone."""
    known = [KNOWN, finding(document="gone.md"), finding(document="unseen.md")]
    entries = [replace(BaselineEntry.of(each), line=each.document) for each in known]
    register = AcceptedPieces(Baseline("known", tuple(entries)))
    assert register.accept(KNOWN)
    stale, unseen = register.unneeded({KNOWN.key}, lambda key: key[0] in {"a.md", "gone.md"})
    assert [each.document for each in stale] == ["gone.md"]
    assert unseen == ["unseen.md"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "must name the schema"),
        ('{"schema": "dedup.baseline/2"}\n', "must name the schema 'dedup.baseline/1'"),
        ("not JSON\n", "line 1: this is no line of a baseline"),
        ('{"schema": "dedup.baseline/1"}\n[1]\n', "line 2: this is no line of a baseline"),
        ('{"schema": "dedup.baseline/1"}\n\n{"document": "a"}\n', "line 3: a finding needs document, rule"),
        (
            '{"schema": "dedup.baseline/1"}\n{"document":"a","rule":"r","source":"s","words":1,"shared":[1]}\n',
            "line 2: a finding",
        ),
        ("\xff", "must|cannot be read"),
        ('{"schema": "dedup.baseline/1"}\n{"a":' + "[" * 100_000 + "\n", "line 2: this is no line"),
        ('{"schema": "dedup.baseline/1"}\n{"a": ' + "1" * 5000 + "}\n", "line 2"),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    """A file of another kind or version, or a damaged line, is a usage error that says which line."""
    (tmp_path / "known").write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError, match=complaint):
        read_baseline(str(tmp_path / "known"))


def test_a_missing_baseline_is_refused() -> None:
    """A file that is named and not there is an error, not an empty baseline."""
    with pytest.raises(UsageError, match="there is no baseline nowhere"):
        read_baseline("nowhere")


def test_a_baseline_is_a_value() -> None:
    """Two reads of one file are equal."""
    assert Baseline("f", (BaselineEntry.of(KNOWN),)) == Baseline("f", (BaselineEntry.of(KNOWN),))
