"""The opening lines: how many documents, texts and origins, the heaviest findings in words, and what is unread."""

from __future__ import annotations

from dataclasses import replace

from dedup import Document, scan
from dedup.counts import Counts
from dedup.documents import Unreadable
from dedup.report.summary import summarize
from dedup.settings import Settings
from tests.report.examples import crowd_result, empty_result


def words(name: str, count: int) -> str:
    """Return as many words that nothing else has."""
    return " ".join(f"{name}{number}" for number in range(count))


STORY = words("story", 300)
NEWS = [
    Document("ap", STORY, title="Storm hits the coast", publisher="Associated Press", published="2014-05-01"),
    Document(
        "daily",
        f"{STORY}\n\nThis article was originally published by the Associated Press.",
        title="Storm on the coast",
        publisher="Daily Times",
        published="2014-05-02",
    ),
    Document("other", words("other", 200)),
]


def test_counts_are_of_documents_texts_and_origins() -> None:
    """Of three documents two are versions of one text, which comes from one source."""
    summary = summarize(scan(NEWS))
    assert (summary.documents, summary.texts, summary.copies, summary.origins) == (3, 2, 1, 1)
    assert summary.lines[0].text == "3 documents, 2 texts, 1 known origin."


def test_copies_are_told_with_their_origins() -> None:
    """The source of both versions is named, with the number of documents that come from it."""
    (line,) = summarize(scan(NEWS)).of_kind("copies")
    assert line.text == (
        "1 document is a copy of another one. With their originals they come from 1 origin: Associated Press 2."
    )


def test_heaviest_finding_is_told_in_words_with_titles() -> None:
    """Title, publisher and date stand for the document; its id goes beside the line."""
    (line,) = summarize(scan(NEWS)).of_kind("finding")
    assert line.text == (
        "“Storm hits the coast” (Associated Press, 2014-05-01) and “Storm on the coast” (Daily Times, 2014-05-02) "
        "are nearly the same text: 300 words in common."
    )
    assert line.documents == ("ap", "daily")


def test_family_is_one_finding() -> None:
    """Four versions of one text are six pairs, and one finding."""
    documents = [Document(f"d{number}", f"{STORY} {words(f'end{number}x', 20)}") for number in range(4)]
    (line,) = summarize(scan(documents)).of_kind("finding")
    assert line.text == "4 documents are versions of one text, among them d0."


def test_document_without_copies_tells_what_it_says_twice() -> None:
    """A repetition is named by its lines; a file as path:line."""
    result = scan([Document("a.txt", f"{STORY}\n\n{STORY}", path="a.txt")])
    (line,) = summarize(result).of_kind("finding")
    assert line.text == "a.txt:1 says 300 words twice, again in line 3."


def test_unreadable_inputs_are_named_up_to_two() -> None:
    """Three inputs that could not be read: two with their reasons, and the number of the others."""
    unreadable = tuple(Unreadable(f"{name}.pdf", "no text") for name in "abc")
    (line,) = summarize(replace(empty_result(), unreadable=unreadable)).of_kind("unreadable")
    assert line.text == "3 inputs could not be read as they are: a.pdf (no text); b.pdf (no text); and 1 more."


def test_there_are_at_most_ten_lines() -> None:
    """Whatever a result holds."""
    assert len(summarize(crowd_result(200)).lines) <= 10
    assert [line.kind for line in summarize(empty_result()).lines] == ["counts", "found"]


def test_empty_documents_are_no_texts_and_one_part_counts_only_what_it_looked_for() -> None:
    """Two of five documents have no word; a scan for copies alone knows no texts and no origins."""
    result = replace(empty_result(), counts=Counts(documents=5, empty=2))
    assert summarize(result).lines[0].text == "5 documents, 3 texts, no known origins."
    alone = replace(result, settings=Settings(only="copies"))
    assert [line.text for line in summarize(alone).lines] == ["5 documents.", "Found: no pairs of copies."]


def test_single_document_is_told_where_it_comes_from() -> None:
    """The chain is the answer that a report on one text opens with."""
    text = f"{STORY}.\n\nThis article was originally published by Daily Times."
    (line,) = summarize(scan([Document("a", text, publisher="Other Paper")])).of_kind("origin")
    assert line.text == "Its text comes from Daily Times: Daily Times → Other Paper."
