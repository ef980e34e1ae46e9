"""Where the text of a page stands in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.documents import PAGE_LINES, PAGE_PART
from dedup.reading.inputs import read_contents
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from dedup.documents import Document

PAGE = """<!DOCTYPE html>
<html><head><title>Harbour</title>
<style>p { margin: 0 }</style></head>
<body>
<nav><a href="/">The harbour news of the town</a></nav>
<main><article>
<h1>The harbour</h1>

<p>The council of the old town decided on Tuesday
that the market would stay where it has been
for some forty years &amp; more, which many had hoped.</p>
<!-- a comment
on two lines -->
<pre><code>run --all the options of the page
and wait for the end of it
</code></pre>
<p>Nobody had expected that the bridge would be built within the decade at all.</p>
<table><tr><th>option</th><th>meaning</th></tr>
<tr><td>size</td><td>the largest file that is read</td></tr></table>
<p>What comes next in the town is for the mayor to say on the first of May.</p>
</article></main></body></html>
"""


def read(site: bool) -> Document:
    return read_contents([("page.html", PAGE.encode())], ReadingOptions(site=site))[0]


def line_of(document: Document, words: str) -> int:
    """Return the line that the facts give to words of the text."""
    (noted,) = [fact.value for fact in document.markup if fact.kind == PAGE_LINES]
    pairs = [tuple(map(int, pair.split(":"))) for pair in noted.split()]
    at = document.text.index(words)
    return [line for place, line in pairs if place <= at][-1]


def test_words_have_the_lines_of_the_file() -> None:
    """Also where a paragraph goes over several lines, and behind comments, code and entities."""
    document = read(site=True)
    told = {
        words: line_of(document, words)
        for words in ("The council", "market would", "more, which", "Nobody", "What comes")
    }
    assert told == {"The council": 9, "market would": 10, "more, which": 11, "Nobody": 17, "What comes": 20}


def test_code_and_tables_are_noted() -> None:
    """The spans hold the words of the elements."""
    document = read(site=True)
    spans = {}
    for fact in document.markup:
        if fact.kind.startswith(PAGE_PART):
            low, _, high = fact.value.partition("-")
            spans[fact.kind.removeprefix(PAGE_PART)] = document.text[int(low) : int(high)].split()
    assert spans["code"][0] == "run"
    assert spans["code"][-1] == "it"
    assert (spans["tables"][0], spans["tables"][-1]) == ("option", "read")


def test_other_readers_get_no_such_facts() -> None:
    """What a scan knows of a page is as before."""
    assert not [fact for fact in read(site=False).markup if fact.kind.startswith("page-")]
