"""Several documents together: observed and inferred edges, conflicts, and chains that never turn back."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.matches import Match
from dedup.origin.chain import trace
from dedup.origin.names import identity
from dedup.origin.provenance import ClusterOrigins
from dedup.walks.scan import scan
from tests.origin.pages import BODY, fact, traced

if TYPE_CHECKING:
    from dedup.origin.traced_documents import TracedDocument


def version(a: str, b: str, jaccard: float = 0.9) -> Match:
    """Return a match of two versions of one text."""
    return Match(a, b, "near-identical", jaccard, 0.95, 0.95, 90, 60)


def page(name: str, publisher: str, published: str | None = None, credit: str = "") -> TracedDocument:
    """Return a page of a publisher, with what it says under the text."""
    return traced(name, f"Dam Wars\n\n{BODY}\n\n{credit}", publisher=publisher, published=published)


FROM = "This article was originally published by {}."


def test_a_scanned_source_makes_its_edge_observed() -> None:
    """The source's own document is named in the edge, and stands in the result as the first of its chain."""
    first, copy = trace([page("a", "Valley Post"), page("b", "Harbour Gazette", credit=FROM.format("Valley Post"))],
                        [version("a", "b")])  # fmt: skip
    assert first.chain == ("Valley Post",)
    assert copy.chain == ("Valley Post", "Harbour Gazette")
    assert (copy.edges[0].status, copy.edges[0].source_document) == ("observed", "a")


def test_a_declared_source_without_the_text_stays_declared() -> None:
    """A document of the source that shares nothing with the copy observes nothing."""
    found = trace([page("a", "Valley Post"), page("b", "Harbour Gazette", credit=FROM.format("Valley Post"))], [])
    assert [(one.document, one.edges[0].status) for one in found] == [("b", "declared")]


def test_copies_of_one_text_share_what_one_of_them_says() -> None:
    """A copy without a credit has the source that another copy names; the source itself has none."""
    documents = [page("b", "Harbour Gazette", credit=FROM.format("Valley Post")), page("c", "Prairie Sun")]
    found = {one.document: one for one in trace(documents, [version("b", "c")])}
    assert found["c"].chain == ("Valley Post", "Prairie Sun")
    assert (found["c"].edges[0].status, found["c"].edges[0].confidence) == ("inferred", 0.85)
    assert found["c"].edges[0].reason == "b has the same text and names this source"


def test_what_may_stand_before_the_copy_borrows_nothing() -> None:
    """The source itself, a document that another names as its source, and one of a clearly earlier date."""
    credit = FROM.format("Valley Post")
    named = [page("b", "Harbour Gazette", credit=credit), page("a", "Valley Post")]
    assert trace(named, [version("a", "b")])[1].chain == ("Valley Post",)
    early = [page("b", "Harbour Gazette", "2013-06-20", credit), page("c", "Prairie Sun", "2013-06-01")]
    found = {one.document: one for one in trace(early, [version("b", "c")])}
    assert found["c"].edges == ()


def test_a_part_of_a_text_shares_nothing() -> None:
    """The credit of a page is of its whole text; a document that only holds a part has its own origin."""
    documents = [page("b", "Harbour Gazette", credit=FROM.format("Valley Post")), page("c", "Prairie Sun")]
    part = Match("b", "c", "partial", 0.4, 0.6, 0.6, 50, 40)
    assert {one.document for one in trace(documents, [part]) if one.edges} == {"b"}


def test_a_document_of_no_known_publisher_borrows_no_source() -> None:
    """It may be the source itself."""
    documents = [page("b", "Harbour Gazette", credit=FROM.format("Valley Post")), traced("c", BODY)]
    found = {one.document: one for one in trace(documents, [version("b", "c")])}
    assert found["c"].edges == ()


def test_chains_run_through_scanned_documents() -> None:
    """What the source says of its own source comes before it."""
    documents = [
        page("c", "Prairie Sun", credit=FROM.format("Harbour Gazette")),
        page("b", "Harbour Gazette", credit=FROM.format("Valley Post")),
        page("a", "Valley Post"),
    ]
    found = {one.document: one for one in trace(documents, [version("a", "b"), version("b", "c"), version("a", "c")])}
    assert found["c"].chain == ("Valley Post", "Harbour Gazette", "Prairie Sun")
    assert ClusterOrigins(list(found.values())).of(["a", "b", "c"]) == "a"


def test_long_chains_are_followed_to_their_end() -> None:
    """Of 120 papers each has its text from the one before; the depth of calls does not grow with them."""
    papers = [f"{chr(65 + n // 26)}{chr(97 + n // 26) * 3}{chr(97 + n % 26) * 4}ville Post" for n in range(120)]
    pages = [page("0", papers[0])]
    pages += [page(str(n), papers[n], credit=FROM.format(papers[n - 1])) for n in range(1, 120)]
    matches = [version(str(n - 1), str(n)) for n in range(1, 120)]
    limit, depth = sys.getrecursionlimit(), len(inspect.stack(0))
    sys.setrecursionlimit(depth + 100)
    try:
        found = {one.document: one.chain for one in trace(pages[::-1], matches)}
    finally:
        sys.setrecursionlimit(limit)
    assert found["119"] == tuple(papers)


def test_where_nothing_is_known_the_chain_is_empty() -> None:
    """Two versions that say nothing of themselves have no names to show; an id is none."""
    found = trace([traced(name, BODY) for name in "ab"], [version("a", "b")])
    assert [(one.chain, bool(one.undecided)) for one in found] == [((), True)] * 2


def test_documents_that_name_each_other_are_undecided() -> None:
    """Each says that it comes from the other: a conflict with both sentences, and no chain."""
    one, other = trace(
        [
            page("a", "Valley Post", credit=FROM.format("Harbour Gazette")),
            page("b", "Harbour Gazette", credit=FROM.format("Valley Post")),
        ],
        [version("a", "b")],
    )
    assert one.chain == other.chain == ()
    assert {claim.value for claim in one.conflicts[0].claims} == {"Valley Post", "Harbour Gazette"}
    assert ClusterOrigins([one, other]).of(["a", "b"]) is None


def test_an_earlier_date_infers_a_source() -> None:
    """Two days or more are an order, with a reason and less confidence than a statement."""
    found = trace([page("a", "Valley Post", "2013-06-01"), page("b", "Harbour Gazette", "2013-06-09")],
                  [version("a", "b")])  # fmt: skip
    copy = next(one for one in found if one.document == "b")
    assert copy.chain == ("Valley Post", "Harbour Gazette")
    assert copy.edges[0].status == "inferred"
    assert 0.5 <= copy.edges[0].confidence < 0.8
    assert "2013-06-01" in copy.edges[0].reason


def guessed(name: str, publisher: str, day: str, stated: str | None = None) -> TracedDocument:
    """Return a page of which nobody states the date, but by its markup one can guess it."""
    return traced(name, f"Dam Wars\n\n{BODY}", publisher=publisher, published=stated,
                  markup=(fact("guessed-date", day),))  # fmt: skip


def test_a_guessed_date_weighs_less_than_a_stated_one() -> None:
    """It orders two documents only if they are far apart, with less confidence, and the reason says that it is one."""
    stated = page("a", "Valley Post", "2013-06-01")
    far = trace([stated, guessed("b", "Harbour Gazette", "2013-07-09")], [version("a", "b")])
    edge = next(one for one in far if one.document == "b").edges[0]
    assert (edge.source, edge.status) == ("Valley Post", "inferred")
    assert edge.confidence < 0.6
    assert "2013-07-09 (guessed)" in edge.reason
    near = trace([stated, guessed("b", "Harbour Gazette", "2013-06-09")], [version("a", "b")])
    assert [one.chain for one in near if one.edges] == []


def test_a_guess_stands_for_no_stated_date() -> None:
    """A document with a date keeps it, whatever its markup makes one guess."""
    both = guessed("b", "Harbour Gazette", "2013-01-01", stated="2013-06-09")
    assert both.description.published == "2013-06-09"
    found = trace([page("a", "Valley Post", "2013-06-01"), both], [version("a", "b")])
    edge = next(one for one in found if one.document == "b").edges[0]
    assert edge.source == "Valley Post"
    assert "guessed" not in edge.reason


def test_a_day_is_no_order() -> None:
    """Pages of neighbouring days are undecided, and the reason is said."""
    found = trace([page("a", "Valley Post", "2013-06-01"), page("b", "Harbour Gazette", "2013-06-02")],
                  [version("a", "b")])  # fmt: skip
    assert [one.chain for one in found if one.edges] == []
    assert all("which had it first" in one.undecided for one in found)


def test_a_source_that_is_dated_later_is_believed_with_doubt() -> None:
    """The copy's own statement outweighs the dates, which are shown as a conflict."""
    found = trace(
        [
            page("a", "Valley Post", "2013-06-20"),
            page("b", "Harbour Gazette", "2013-06-01", FROM.format("Valley Post")),
        ],
        [version("a", "b")],
    )
    copy = next(one for one in found if one.document == "b")
    assert copy.chain == ("Valley Post", "Harbour Gazette")
    assert copy.edges[0].confidence < 0.9
    assert any("dates" in conflict.about for conflict in copy.conflicts)


def test_of_two_rival_sources_the_one_that_holds_the_text_wins() -> None:
    """The conflict stays visible."""
    credit = f"{FROM.format('Valley Post')}\n\n{FROM.format('Coastal Record')}"
    found = trace([page("a", "Valley Post"), page("b", "Harbour Gazette", credit=credit)], [version("a", "b")])
    copy = next(one for one in found if one.document == "b")
    assert copy.chain == ("Valley Post", "Harbour Gazette")
    assert copy.conflicts


def test_copies_of_one_outside_source_do_not_come_from_each_other() -> None:
    """Both name Reuters; nothing says that one took it from the other."""
    pages = [
        traced(name, f"Dam Wars\n\nKABUL (Reuters) - {BODY}", publisher=publisher, published=day)
        for name, publisher, day in (("a", "Valley Post", "2013-06-01"), ("b", "Harbour Gazette", "2013-06-09"))
    ]
    found = trace(pages, [version("a", "b")])
    assert [one.chain for one in found] == [("Reuters", "Valley Post"), ("Reuters", "Harbour Gazette")]


def test_a_file_that_is_named_for_the_source_is_the_source() -> None:
    """A text of no stated publisher in a file named for the declared source observes the edge."""
    bare = traced("texts/valley_post.txt", BODY)
    copy = page("b", "Harbour Gazette", credit=FROM.format("Valley Post"))
    found = trace([bare, copy], [version("texts/valley_post.txt", "b")])
    edge = next(one for one in found if one.document == "b").edges[0]
    assert (edge.status, edge.source_document) == ("observed", "texts/valley_post.txt")


def test_templates_and_small_quotations_say_nothing_of_origin() -> None:
    """A template in common, or a quotation, does not make one page the other's source."""
    pages = [page("a", "Valley Post", "2013-06-01"), page("b", "Harbour Gazette", "2013-06-09")]
    template = Match("a", "b", "template", 0.7, 0.8, 0.8, 90, 40)
    quotation = Match("a", "b", "partial", 0.05, 0.1, 0.1, 40, 40)
    assert trace(pages, [template]) == ()
    assert trace(pages, [quotation]) == ()


NAMES = ["Valley Post", "Harbour Gazette", "Prairie Sun", "Coastal Record", "Summit Beacon"]


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(
        st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3)), min_size=1, max_size=6
    ),
    days=st.lists(st.integers(1, 28), min_size=6, max_size=6),
    alike=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0.1, 1.0)), max_size=15),
)
def test_no_chain_holds_a_publisher_twice(
    said: list[tuple[str, list[str]]], days: list[int], alike: list[tuple[int, int, float]]
) -> None:
    """Whatever documents say of each other, a chain has no cycle, an edge no self, and a chain ends at its document."""
    documents = [
        page(str(number), name, f"2013-06-{days[number]:02d}", "\n\n".join(FROM.format(source) for source in sources))
        for number, (name, sources) in enumerate(said)
    ]
    pairs = {(min(a, b), max(a, b)): share for a, b, share in alike if a != b and max(a, b) < len(documents)}
    found = trace(documents, [version(str(a), str(b), share) for (a, b), share in pairs.items()])
    for provenance in found:
        keys = [identity(name) for name in provenance.chain]
        assert len(keys) == len(set(keys))
        assert not keys or keys[-1] == identity(said[int(provenance.document)][0])
        assert all(identity(edge.source) != identity(edge.copy) for edge in provenance.edges)
    origin = ClusterOrigins(found).of([document.id for document in documents])
    assert origin is None or origin in {document.id for document in documents}


def test_no_text_comes_from_one_that_is_dated_a_year_later() -> None:
    """The oldest of four texts is most like the youngest, which another one fits best as the first of all."""

    def version(name: str, published: str, first: int) -> Document:
        paragraphs = (" ".join(f"w{number}x{word}" for word in range(30)) for number in range(first, first + 10))
        return Document(name, "\n\n".join(paragraphs), publisher=f"The {name.title()} Post", published=published)

    dated = {"b": ("2022-10-13", 0), "c": ("2023-10-19", 1), "d": ("2024-10-15", 2), "a": ("2022-09-15", 4)}
    result = scan(collection_of([version(name, *said) for name, said in dated.items()]))
    edges = [(edge.source_document, one.document) for one in result.provenance for edge in one.edges]
    assert edges == [("b", "c"), ("c", "d")]
