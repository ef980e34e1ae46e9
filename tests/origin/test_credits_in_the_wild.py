"""Forms and traps of credits that were met on sites nobody had tuned for, each in words of our own."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.origin.extraction import read_claims
from dedup.reading.front_matter import front_matter_of

ENGLISH = (
    "The council met on Tuesday to decide about the bridge over the river, and it was not the first time that it had "
    "to do so since the flood of last year took the old one away."
)
CHINESE = "市政府周二开会决定了新桥的位置，因为去年的洪水冲毁了老桥，居民们已经等了一年多，他们的孩子每天要绕路去学校。"
RUSSIAN = (
    "Совет собрался во вторник, чтобы решить, где будет новый мост через реку, и это было не в первый раз, потому что "
    "старый мост был разрушен наводнением."
)
JAPANESE = "市議会は火曜日に新しい橋の場所を決めるために集まりましたが、昨年の洪水からこれが初めてではありません。"
KOREAN = (
    "시의회는 화요일에 새 다리의 위치를 결정하기 위해 모였지만 작년 홍수로 옛 다리가 떠내려간 뒤로 이번이 처음은 "
    "아니었다."
)
TURKISH = (
    "Meclis salı günü nehrin üzerindeki yeni köprünün yerine karar vermek için toplandı ve bu ilk kez olmuyordu çünkü "
    "eski köprü geçen yılki selde yıkılmıştı."
)
SWEDISH = (
    "Fullmäktige samlades på tisdagen för att besluta om den nya bron över ån, och det var inte första gången sedan "
    "den gamla bron förstördes av vårfloden i fjol."
)
GERMAN = (
    "Der Rat kam am Dienstag zusammen, um über die neue Brücke zu entscheiden, und es war nicht das erste Mal, seit "
    "das Hochwasser die alte mitgenommen hat."
)
ITALIAN = (
    "Il consiglio si è riunito martedì per decidere del nuovo ponte sul fiume, e non era la prima volta da quando la "
    "piena dell'anno scorso ha portato via il vecchio."
)
SOURCES = frozenset({"attribution", "reprint", "outgoing", "wire", "via", "front-matter:original-source"})


def sources(body: str, credit: str, *, ends: bool = False) -> list[tuple[str, str]]:
    """Return what a credit under the title, or at the end, is read as."""
    text = f"{body}\n\n{body}\n\n{credit}" if ends else f"# T\n\n{credit}\n\n{body}\n\n{body}"
    return [(claim.kind, claim.value) for claim in read_claims(Document("x", text)) if claim.kind in SOURCES]


@pytest.mark.parametrize(
    ("linked", "name"),
    [
        ("the [Board of Bridges&#8217;s blog](https://board.example/2016/)", "Board of Bridges’s blog"),
        ("the [openPort blog](https://port.example/) by Dr. Ann Roe", "openPort blog"),
        ("the [port.LAB blog](https://lab.example/) by Ann Roe", "port.LAB blog"),
        ("the [Office of Bridges and Ferries Blog](https://bridges.example/x)", "Office of Bridges and Ferries Blog"),
        ("[Ann Roe](https://roe.example)'s [blog](https://annroe.example/2014/x)", "annroe.example"),
        ("Ann's blog [annroe.example](https://www.annroe.example/x)", "www.annroe.example"),
        ("[Ferries 5.2: How to steer them through a storm](https://blog.ferries.example/x)", "blog.ferries.example"),
        ("[her original post](https://annroe.example/163)", "annroe.example"),
        (
            "[How to Cross Rivers With A Ferry](https://www.pages.example/how-cross-rivers-ferry-roe)",
            "www.pages.example",
        ),
        ("[ponte-com-unittest-travis-ci-coveralls](https://roe.example/2016/04/29/ponte)", "roe.example"),
        ("[the site of Harbour Review no. 3 2019](https://review.example/3)", "Harbour Review"),
        ("the [Harbour Review blog](https://review.example/)", "Harbour Review"),
    ],
)
def test_a_name_in_a_link_is_whole(linked: str, name: str) -> None:
    """It may hold an entity, a small word or an *and*, or be that of the page of whoever is named before."""
    assert sources(ENGLISH, f"_This post was originally published on {linked}._", ends=True) == [("attribution", name)]


def test_a_link_may_hold_what_happened_too() -> None:
    """Its words are the verb and the name."""
    said = "This post was originally [published on Harbour.gov](https://www.harbour.gov/blog/x)"
    assert sources(ENGLISH, said) == [("attribution", "Harbour.gov")]
    said = "_This article was [originally posted on the Port@FTC blog](https://www.ftc.example/x)_"
    assert sources(ENGLISH, said, ends=True) == [("attribution", "Port@FTC")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (ENGLISH, 'It may be copied, with attribution to "Ann Roe, first published in [Port](http://p.example)".'),
        (ENGLISH, "This text may be reprinted under the terms of the [licence](http://creativecommons.org/x)"),
        (ENGLISH, "In this post, we're going to focus on how to build a ferry model written in Rust6"),
        (ENGLISH, "This article tells of trips which I made with the maps provided by the Harbour Board"),
        (ENGLISH, "This post was written in her time as a fellow of the board at the National Ferry Institute."),
        (ENGLISH, "This essay, originally published in parts, aims to gather all that is known on Old Ferries."),
        (ENGLISH, "Also, Harbour Radio ran a long piece on Ferry Wednesday."),
        (ENGLISH, "The first written lists, dating from long before and then again in Marlow, were of goods."),
        (ENGLISH, "- **[Distributed Ferries with Anchor and Harbour News](https://talks.example/1)**"),
        (ENGLISH, "## VIA: Harbour News and others"),
        (ENGLISH, "[8] A. Roe, The bridge. Republished in _Harbour Bulletin_ 18(3):199-205, 1997."),
        (ENGLISH, "[^6]: Source: [Harbour Times](https://times.example/x)"),
        (ENGLISH, "# Running a ferry with Harbour News"),
        (GERMAN, "Dieser Artikel wurde erstmals in der Rubrik [Brücken](https://h.example/rubrik/alt/) publiziert."),
        (GERMAN, "Nachdruck von Texten auf Hafenbote bedarf der Genehmigung."),
        (GERMAN, "Der Artikel sollte auch in Ungarn und Polen erscheinen."),
        (ITALIAN, "\u2014 Fonte: Corriere del Porto"),
        (ITALIAN, "Si tratta di una versione di prova che [risolve molti problemi](https://a.example/x)."),
        (ENGLISH, "<figcaption>Source: BBC News</figcaption>"),
        (ENGLISH, "This post was written in the light of the [list of Ferry News](https://ferry.example/list.md)"),
        (ITALIAN, "Molti leggeranno questo articolo tradotto in automatico."),
        (RUSSIAN, "На момент написания этой статьи я живу в [enterPORT](https://port.example/x)."),
        (RUSSIAN, "Материал публикуется на основе лицензии [для портов](http://creativecommons.org/by/4.0/)."),
        (TURKISH, "Bu makalede LaTeX'de yazdığınız köprüleri nasıl çizeceğinizi anlatıyorum."),
        (JAPANESE, "以下は実際の Harbour Times [ログ](https://a.example/x)から抜粋したものだ:"),
        (JAPANESE, "この翻訳は [CC BY 3.0](http://creativecommons.org/by/3.0/) ライセンスに基いて公開します。"),
        (CHINESE, "据《海港报》，该文首发在《渡轮报》时名为“新桥”，但在《海港日报》客户端转载时改了名"),
        (CHINESE, "5月3日报道，港口新桥的施工现场。来源：海港在线"),
    ],
)  # fmt: skip
def test_what_names_no_source(body: str, said: str) -> None:
    """Licences, permissions, plans, tools, talks, footnotes, references, and sentences on another text."""
    assert [found for found in sources(body, said) if found[0] != "source-line"] == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("原文来自~~海港周报~~", "海港周报"),
        ("来源：~~[港口](https://www.port.example/note/66/)~~", "港口"),
        ("原文来自「海港新资讯」：[新桥为什么迟迟没有动工](https://mp.port.example/s/abc)", "海港新资讯"),
        ("原文来自海港新资讯：[新桥为什么迟迟没有动工](https://mp.port.example/s/abc)", "海港新资讯"),
        ("原文来自公号：[包船区](https://mp.port.example/s/abc)", "包船区"),
        ("来自微信公众号：海鸥声声（ID: haiou99）。", "海鸥声声"),
        ("源自微信公号「海港之声」", "海港之声"),
        ("文章来源｜海港时报中文网", "海港时报中文网"),
        ("本文原载《往港》第118期，原题为“新桥的故事”", "往港"),
        ("说明：首发于海港传媒，此为修订版，作者授权转载。", "海港传媒"),
        ("海鸥注：本文转载自微信公众号：枪船（ID：QiangChuan），作者：王海", "枪船"),
    ],
)
def test_credits_of_accounts_and_magazines_in_chinese(said: str, name: str) -> None:
    """An account has its kind before its name, a dead link is struck through, and the headline follows a colon."""
    assert {value for _, value in sources(CHINESE, said)} == {name}


@pytest.mark.parametrize(
    ("body", "said", "host"),
    [
        (RUSSIAN, "*Перевод статьи [Jo Roe](https://x.com/_jo): [On](https://bridge.example/x/y).*", "bridge.example"),
        (RUSSIAN, "*Перевод заметки [Jo Roe](https://jo.example): [On](https://bridge.example/x)*", "bridge.example"),
        (RUSSIAN, "*Перевод [официальной документации](https://port.example/en/docs/) Port*", "port.example"),
        (RUSSIAN, "Эта статья — вольный перевод оригинала [Five](https://bridge.example/x)", "bridge.example"),
        (JAPANESE, "> [On Bridges](http://bridges.example/2011/x)を翻訳しました。", "bridges.example"),
        (JAPANESE, "[On Bridges](http://bridges.example/2011/x) の翻訳です。", "bridges.example"),
        (KOREAN, "[Jo](https://jo.example)가 쓴 [On](https://b.example/x)를 허락을 맡고 번역합니다.", "b.example"),
        (KOREAN, "이 글은 [조](https://jo.example/~jo/)의 [On](https://b.example/yy)를 번역한 글입니다.", "b.example"),
    ],
)  # fmt: skip
def test_of_a_translation_the_article_is_the_source(body: str, said: str, host: str) -> None:
    """Its writer's profile or home page, which is linked too, is not."""
    assert sources(body, said) == [("reprint", host)]


def test_other_words_may_stand_in_a_credit() -> None:
    """Whose permission a translation has, how free it is, and what kind of text was posted."""
    said = "Questo articolo è una traduzione autorizzata di [River Primer: Part 1](http://river.example/primer/)."
    assert sources(ITALIAN, said) == [("reprint", "river.example")]
    said = "Liberamente tradotto da [Thoughts on a ferry](http://river.example/thoughts.html)."
    assert sources(ITALIAN, said) == [("reprint", "river.example")]
    said = "> This is a cross-post of [the official ferry advisory](https://groups.example/g/ferries/c/1)."
    assert sources(ENGLISH, said) == [("reprint", "groups.example")]


def test_a_permission_behind_a_credit_takes_nothing_from_it() -> None:
    """Publishers that permit copies say both in one sentence."""
    said = "This article first appeared in The Harbour Review and may be republished under its licence."
    assert sources(ENGLISH, said, ends=True) == [("attribution", "The Harbour Review")]
    said = "This article may be republished from The Harbour Review."
    assert sources(ENGLISH, said, ends=True) == []


def test_who_translated_is_no_source() -> None:
    """A colon and the page of a person follow the same word."""
    assert sources(RUSSIAN, "Перевод: [Иван Роу](https://vk.com/ivanroe)") == []
    assert sources(RUSSIAN, "Перевод статьи [Jo Roe](https://twitter.com/joroe): The Bridge") == []


def test_an_address_between_two_words_does_not_part_them() -> None:
    """*Published* is linked, and its address longer than the words between it and *originally*."""
    said = (
        "Denna artikel [publicerades](https://www.harbour.example/debatt/2019/05/03/bron) ursprungligen i Hamn Debatt."
    )
    assert sources(SWEDISH, said, ends=True) == [("attribution", "Hamn Debatt")]


IMPRINT = "Published in Issue 30 of _Harbour Gazette_, July 1998"


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (f"Copyright © 1998, Ann Roe\n{IMPRINT}", {"published-by": "Harbour Gazette"}),
        (f"Copyright © 1998, Ann Roe\n\n{IMPRINT}", {"published-by": "Harbour Gazette"}),
        (IMPRINT, {"attribution": "Harbour Gazette"}),
        (
            "Copyright © 1998, Ann Roe\nFirst published in issue 30 of _Harbour Gazette_",
            {"attribution": "Harbour Gazette"},
        ),
    ],
)
def test_an_imprint_names_the_publisher(lines: str, kinds: dict[str, str]) -> None:
    """Under a copyright line it is the page's own, unless it says that the text stood there first."""
    claims = read_claims(Document("x", f"{ENGLISH}\n\n{ENGLISH}\n\n{lines}"))
    assert {claim.kind: claim.value for claim in claims if claim.kind in ("published-by", "attribution")} == kinds


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("source:\n  title: On Bridges\n  url: https://www.roe.example/x\ntranslators: [Bo]",
         [("front-matter:original-source", "https://www.roe.example/x")]),
        ("source:\n  title: On Bridges\n  url: https://www.roe.example/x", [("front-matter:source", "https://www.roe.example/x")]),
        ("original_site: Harbour Times\noriginal_url: https://medium.com/harbour/x",
         [("front-matter:original-source", "Harbour Times")]),
        ("preface: This is cross-posted from the [Trellis blog](https://trellis.example/x).", [("reprint", "Trellis")]),
        ("about: Jo Roe builds bridges and writes for The Times", []),
    ],
)  # fmt: skip
def test_front_matter_may_name_a_source_in_parts_or_in_a_sentence(head: str, expected: list[tuple[str, str]]) -> None:
    """An object of title and address, a name beside an address, or a sentence that the site shows above the text."""
    text = f"---\ntitle: The bridge\n{head}\n---\n\n{ENGLISH}\n\n{ENGLISH}\n"
    claims = read_claims(front_matter_of(text).document(Document("x", text)))
    assert [(claim.kind, claim.value) for claim in claims if claim.kind != "published"] == expected


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Copyright © 2007 Ann Roe / Creative Commons Attribution License (http://creativecommons.org/licenses/by/3.0/)",
         {"licence", "Ann Roe"}),
        ('By Ann "Captain" Roe', {"author"}),
        ("[Bengali](/bn/) - May 16, 2025", set()),
    ],
)  # fmt: skip
def test_what_is_no_publisher(line: str, known: set[str]) -> None:
    """A licence, a person with a nickname, and another page of the site."""
    for text in (f"{ENGLISH}\n\n{ENGLISH}\n\n{line}", f"# T\n\n{line}\n\n{ENGLISH}\n\n{ENGLISH}"):
        claims = read_claims(Document("x", text))
        assert {claim.value if claim.kind == "copyright" else claim.kind for claim in claims} <= known
