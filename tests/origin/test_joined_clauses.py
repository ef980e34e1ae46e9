"""Credits in Chinese and Japanese: prose that holds the words of a credit is none."""

from __future__ import annotations

import pytest

from dedup.origin.credits import credits_in
from dedup.origin.language import languages_of
from dedup.origin.lines import line_at


def names(raw: str) -> list[str]:
    line = line_at(raw, 0, len(raw), 1)
    return [claim.value for claim in credits_in(line, languages_of(raw), edge=True)] if line else []


@pytest.mark.parametrize(
    "raw",
    [
        "我们希望这篇文章能为港口的居民提供一些帮助。",
        "本文的[附录](https://harbourreview.org/appendix.pdf)提供了更多数据。",
        "在本文中，我们介绍渡轮的历史，并为读者提供一张地图。",
        "本文介绍这座码头，并提供 [地图](https://harbourreview.org/map)。",
        "首先，渡轮公司发布了新的时刻表。",
        "上线后，系统每天处理三百张船票。",
        "像本文这样的研究，属于成本最高的工作，也提供独特的资料。",
        "编译器在这一步会移除注释。",
        "感谢 [Jo Roe](https://harbourreview.org/jo) 报告这个漏洞。",
        "（[出处](https://harbourreview.org/photo)）",
        "この記事では、渡し船の歴史を公開された資料から整理します。",
        "元記事では「船は毎日二便で運航する」とだけ述べられています。",
        "元の記事](https://harbourreview.org/ferry)の解説をとても参考にしました。",
        "これは港湾局が提供する機能の一つです。",
        "翻訳の対象は次のとおりです。",
        "この記事は、公開された時刻表を「計画の設計図」として読み解きます。",
        "以下は最小設定の抜粋です。",
        "初出場です。",
        "この記事は元々社内向けに書かれたものを、公開用に修正したものです。",
    ],
)
def test_prose_is_no_credit(raw: str) -> None:
    assert names(raw) == []


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("本文最初发表于《港口评论》。", "港口评论"),
        ("（说明：本文原载2019年第24期[《港口评论》](https://harbourreview.org/2019/24)）", "《港口评论》"),
        ("本文转载自海港网，原文有修改。", "海港网"),
        ("原文是海港网首发的，今天已经看不到了。", "海港网"),
        ("本文由海港网提供。", "海港网"),
        ("*本文發表於 CSDN / 海港論壇 / 航海專欄。*", "CSDN"),
        ("来源：海湾（Bay Harbour）", "海湾"),
        (
            "注：本文为转载文章，原文请参考：[渡轮的历史与未来发展](https://harbourreview.org/ferry)",
            "harbourreview.org",
        ),
        ("本文翻译自 [Harbour Review](https://harbourreview.org/ferry) 并补充了自己的例子。", "Harbour Review"),
        ("原文地址：[What is a ferry?](https://harbourreview.org/what-is-a-ferry)", "harbourreview.org"),
        ("この記事は『港評論』2019年5月号に掲載されたものです。", "港評論"),
        ("本記事は船の情報サイト [minato.jp](https://minato.jp/) からの転載です。", "minato.jp"),
        ("この記事は <https://blog.minato.jp/ferry/> からの転載です（一次情報源）。", "https://blog.minato.jp/ferry/"),
        ("本記事はミナトからの転載です。", "ミナト"),
        ("このドキュメントは [渡し船の歴史と今後について](https://minato.jp/ferry) からの転載です。", "minato.jp"),
        ("元記事: [What is a ferry?](https://harbourreview.org/what-is-a-ferry)", "harbourreview.org"),
    ],
)
def test_a_credit_names_its_source(raw: str, name: str) -> None:
    assert names(raw) == [name]
