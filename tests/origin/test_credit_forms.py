"""The forms of credits in each language, and what looks like a credit and is none."""

from __future__ import annotations

import pytest

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.origin.candidate_lines import find_candidate_lines
from dedup.origin.columns import column_credits, is_set_in_columns
from dedup.origin.credits import credits_in
from dedup.origin.datelines import closing_credit, opening_credit
from dedup.origin.extraction import read_claims
from dedup.origin.language import languages
from dedup.origin.lines import Line

BODY = (
    "The ferry will stop at the end of the month, and some four hundred people have to find another way to the town on "
    "the far shore of the lake, which takes them an hour by road."
)
KINDS = {"attribution", "reprint"}
FORMS = {
    "en": {
        "This story was originally published on March 3, 2019 in The Harbour Review.": "The Harbour Review",
        "Reprinted, with permission, from the Lakeside Gazette.": "Lakeside Gazette",
        "Cross-posted from Salt & Timber Weekly.": "Salt & Timber Weekly",
        "A version of this article first appeared at The Harbour Review.": "The Harbour Review",
        "This article is republished from The Harbour Review under a licence.": "The Harbour Review",
    },
    "de": {
        "Dieser Beitrag ist zuerst in der Hafenzeitung erschienen.": "Hafenzeitung",
        "Dieser Text erschien ursprünglich am 3. Mai 2019 bei Seenotiz Magazin.": "Seenotiz Magazin",
        "Nachdruck aus der Hafenzeitung mit freundlicher Genehmigung.": "Hafenzeitung",
    },
    "fr": {
        "Cet article a été publié initialement dans La Gazette du Lac.": "La Gazette du Lac",
        "Ce texte est paru d'abord dans La Gazette du Lac le 3 mai 2019.": "La Gazette du Lac",
        "Repris de La Gazette du Lac.": "La Gazette du Lac",
    },
    "es": {
        "Este artículo se publicó originalmente en El Diario del Puerto.": "El Diario del Puerto",
        "Publicado originalmente en El Diario del Puerto.": "El Diario del Puerto",
        "Tomado de El Diario del Puerto.": "El Diario del Puerto",
    },
    "it": {
        "Questo articolo è stato pubblicato originariamente su Il Corriere del Lago.": "Il Corriere del Lago",
        "Tratto da Il Corriere del Lago.": "Il Corriere del Lago",
        "Articolo originale: Il Corriere del Lago": "Il Corriere del Lago",
    },
    "pt": {
        "Este artigo foi publicado originalmente no Diário do Porto.": "Diário do Porto",
        "Publicado originalmente em Diário do Porto.": "Diário do Porto",
        "Texto extraído do Diário do Porto.": "Diário do Porto",
    },
    "nl": {
        "Dit artikel verscheen eerder in De Havenkrant.": "De Havenkrant",
        "Dit stuk is oorspronkelijk gepubliceerd door De Havenkrant.": "De Havenkrant",
        "Overgenomen uit De Havenkrant.": "De Havenkrant",
    },
    "pl": {
        "Ten artykuł ukazał się pierwotnie w Gazecie Portowej.": "Gazecie Portowej",
        "Ten tekst został pierwotnie opublikowany na łamach Gazety Portowej.": "Gazety Portowej",
        "Przedruk z Gazety Portowej.": "Gazety Portowej",
    },
    "da": {
        "Denne artikel blev oprindeligt bragt i Havnebladet.": "Havnebladet",
        "Artiklen er oprindeligt publiceret på havnebladet.dk.": "havnebladet.dk",
        "Denne tekst blev først trykt i Havnebladet.": "Havnebladet",
    },
    "sv": {
        "Den här artikeln publicerades ursprungligen i Hamnbladet.": "Hamnbladet",
        "Texten publicerades först i Hamnbladet.": "Hamnbladet",
        "Artikeln är tidigare publicerad i Hamnbladet.": "Hamnbladet",
    },
    "ru": {
        "Эта статья была впервые опубликована в журнале «Речной вестник».": "Речной вестник",
        "Впервые опубликовано на сайте rechnoyvestnik.ru": "rechnoyvestnik.ru",
        "Перепечатано из газеты «Речной вестник».": "Речной вестник",
    },
    "uk": {
        "Ця стаття вперше опублікована у виданні «Річковий вісник».": "Річковий вісник",
        "Вперше опубліковано на сайті richkovyi.ua": "richkovyi.ua",
        "Цей матеріал спочатку був опублікований у «Річковому віснику».": "Річковому віснику",
    },
    "tr": {
        "Bu yazı ilk olarak Liman Gazetesi'nde yayımlandı.": "Liman Gazetesi",
        "Bu makale ilk kez Liman Gazetesi'nde yayımlanmıştır.": "Liman Gazetesi",
        "Bu haber ilk olarak limangazetesi.com sitesinde yayınlandı.": "limangazetesi.com",
    },
    "ar": {
        "نُشر هذا المقال أولا في صحيفة المرفأ.": "المرفأ",
        "نقلا عن صحيفة المرفأ": "المرفأ",
        "نشرت هذه المقالة في الأصل على موقع almarfa.example.org": "almarfa.example.org",
    },
    "hi": {
        "यह लेख मूल रूप से नदी समाचार में प्रकाशित हुआ था।": "नदी समाचार",
        "यह रिपोर्ट सबसे पहले nadi.example.org पर प्रकाशित हुई।": "nadi.example.org",
        "मूल लेख: nadi.example.org": "nadi.example.org",
    },
    "zh": {
        "本文首发于《港口日报》。": "港口日报",
        "本文转载自《港口日报》": "港口日报",
        "本文最初发表于港口日报网站": "港口日报",
    },
    "ja": {
        "この記事は「港湾新聞」に最初に掲載されました。": "港湾新聞",
        "本記事は「港湾新聞」から転載したものです。": "港湾新聞",
        "初出:「港湾新聞」": "港湾新聞",
    },
    "ko": {
        "이 기사는 항구일보에 처음 게재되었습니다.": "항구일보",
        "이 글은 원래 harbor.example.org에 게재되었습니다.": "harbor.example.org",
        "이 기사는 항구일보에 먼저 실렸습니다.": "항구일보",
    },
}
FURTHER_FORMS = (
    ("en", "Reposted with Permission of Salt & Timber Weekly", "Salt & Timber Weekly"),
    (
        "en",
        "A version of this essay first appeared in the spring 2018 Harbour Quarterly, a journal of the coast.",
        "Harbour Quarterly",
    ),
    ("en", "A version of this story appeared first in the June 5 Lakeside Gazette.", "Lakeside Gazette"),
    ("en", "This article originally appeared on the `port.example` website (now gone).", "port.example"),
    ("en", "This post first appeared on my blog: [Boats: new?](https://quay.example.org/a)", "quay.example.org"),
    ("it", "Questo articolo è apparso originariamente [su Il Porto](https://porto.example.org/a).", "Il Porto"),
    ("en", "This post was written by Jo Roe and first published in The Harbour Review.", "The Harbour Review"),
    ("en", "This story was produced by The Harbour Report, a nonprofit newsroom for the coast.", "The Harbour Report"),
    ("en", "This article was produced in partnership with The Marlow Mirror, a local newsroom.", "The Marlow Mirror"),
    ("es", "Esta introducción se publicó originalmente en El Puerto.", "El Puerto"),
    ("en", "Originally published in the Summer/Fall 2011 issue of Boats and Harbours.", "Boats and Harbours"),
    ("en", "This first appeared in Issue 12 of Harbour Notes magazine.", "Harbour Notes"),
    (
        "de",
        "Übersetzung von [Der Kahn](https://kahn.example.org), zuerst erschienen bei [Seenotiz](https://see.example.com).",
        "Seenotiz",
    ),
    (
        "it",
        "*Ieri (articolo originale pubblicato il 3 maggio 2014 su Riva.example.com) ho visto un vecchio porto.*",
        "Riva.example.com",
    ),
    ("pl", "Tekst ukazał się w magazynie Przystań, nr 3/2015", "Przystań"),
    ("ru", "> От переводчика: [оригинал статьи](https://reka.example.org/x)", "reka.example.org"),
    ("ru", "Оригинал статьи: [Десять прогулок вдоль старой реки](https://reka.example.org/x)", "reka.example.org"),
    ("ru", "Оригинал статьи находится по ссылке https://reka.example.org/x", "https://reka.example.org/x"),
    ("zh", "本文首发于 [港口笔记](https://harbour.example.org/)", "港口笔记"),
    ("zh", "本文首发于 harbour.example.org", "harbour.example.org"),
    ("zh", "本文转自自由港报。", "自由港报"),
    (
        "zh",
        "本文转载自[在港口服务器上启用证书的简单方法](https://gangkou.example.org/x)，有改动。",
        "gangkou.example.org",
    ),
    ("zh", "本文原載於我的 [部落格](https://lea.example.org/x)，歡迎閱讀。", "lea.example.org"),
    ("ja", "この論考は『航海』2019年5月号に掲載されたものです。", "航海"),
    (
        "ja",
        "※ これは2016-10-25に[個人ブログ](https://lea.example.org)で公開した記事を移植したものです。",
        "lea.example.org",
    ),
    ("ja", "本記事は筆者が海洋通信で公開した記事のミラーです。", "海洋通信"),
    ("zh", "原文刊於作者[博客](https://web.archive.org/web/2021/https://lea.example.org/x)", "lea.example.org"),
    ("en", "This story first appeared in The Harbour Review (May 2019).", "The Harbour Review"),
    ("en", "*Cross-posted from the [Lakeside Gazette][post]*", "Lakeside Gazette"),
    ("en", "\\[Cross-posted from the [Lakeside Gazette](https://lake.example.org/x)\\]", "Lakeside Gazette"),
    ("fr", "L'article original publié sur le blog de Quaibleu est ici.", "Quaibleu"),
    ("fr", "Source : Article original publié chez Quai Bleu", "Quai Bleu"),
    ("pl", "Tekst ukazał się pierwotnie w 94. numerze Kroniki Portowej.", "Kroniki Portowej"),
    (
        "ru",
        "Это перевод статьи [Reading: how the old harbour grew, and why](https://reka.example.org/x)",
        "reka.example.org",
    ),
    ("ja", "※ この記事は <https://minato.example.org/x> からの転載です。", "https://minato.example.org/x"),
    ("ko", "이 글은 제가 일하고 있는 항구일보에 기고한 글입니다.", "항구일보"),
    ("ko", "이 글은 < 항구 소식 > 2019년 5월호에 실린 글입니다.", "항구 소식"),
    ("en", "This article originally appeared on Lakeside Gazette: Ferry to end in June", "Lakeside Gazette"),
    ("en", "This originally appeared on Lea Brand's blog.", "Lea Brand"),
    ("en", "First published in the Summer 2018 issue of Stone Pier magazine.", "Stone Pier"),
    ("de", "Erstveröffentlichung in: Die Hafenbühne, Heft 12, 1929", "Die Hafenbühne"),
    ("fr", "Cet article est initialement paru dans la revue Critique en janvier 1954.", "Critique"),
    ("fr", "Texte publié dans « Quaitis » n° 1234, 3 mai 2013.", "Quaitis"),
    ("pl", "Tekst ukazał się w „Tygodniku Portowym” nr 12/2015.", "Tygodniku Portowym"),
    ("fr", "Article paru dans Quai & Rive le 1 février 2018", "Quai & Rive"),
    ("fr", "(article paru dans le journal Mi-Quai, No 70, Novembre 2003. Repris ici)", "Mi-Quai"),
    ("es", "Publicado en el diario El Puerto el 3 de marzo de 2015.", "El Puerto"),
    ("it", "Fonte: La Gazzetta del Lago, 12 marzo 2014", "La Gazzetta del Lago"),
    ("de", "Aus: Hafenzeitung vom 12. Februar 2018", "Hafenzeitung"),
    ("da", "Kronik bragt i Havnens Avis februar 2021.", "Havnens Avis"),
    ("sv", "Artikeln har tidigare publicerats i Hamnbladet.", "Hamnbladet"),
    (
        "sv",
        "Följande innehåll publicerades ursprungligen i [Bygga nya hus](https://hamn.example.org/x).",
        "hamn.example.org",
    ),
    ("hi", "(नदी समाचार से साभार)", "नदी समाचार"),
    ("hi", "साभार: दैनिक नदी समाचार", "दैनिक नदी समाचार"),
    ("zh", "2019-09-07 13:43:45　来源: 港口日报", "港口日报"),
    ("zh", "来源: 海边经济周刊 责任编辑：王小明", "海边经济周刊"),
    ("zh", "来源：本文转自公众号港口日报，点击查看原文。", "港口日报"),
    ("ja", "原文(投稿日：2019/02/16)への[リンク](https://minato.example.org/x)", "minato.example.org"),
    ("en", "First published in issue 45 of The Harbour Review, Spring 2019.", "The Harbour Review"),
    ("en", "Adapted from an essay that first appeared in The Harbour Review.", "The Harbour Review"),
    ("en", "Used with permission from Lakeside Gazette, copyright 2015.", "Lakeside Gazette"),
    ("en", "Article courtesy of the Lakeside Gazette.", "Lakeside Gazette"),
    ("en", "Guest post by Jane Roe, cross-posted from Harbour Notes.", "Harbour Notes"),
    ("en", "This post was first published at my blog: https://lea.example.org/a", "https://lea.example.org/a"),
    ("en", "Originally posted on my blog [Quay and Mole](https://lea.example.org/a).", "Quay and Mole"),
    ("en", "*This post was first published at blog.quay.example.*", "blog.quay.example"),
    ("en", "This is a translation of [The Pier](https://see.example.org/a) by Lea Roe.", "see.example.org"),
    (
        "en",
        'Originally posted on <a href="https://quay.example.org/a/long/address">Quay Notes</a> by Lea.',
        "Quay Notes",
    ),
    ("en", "This column is syndicated by Lakeside Press Syndicate.", "Lakeside Press Syndicate"),
    ("de", "Erschienen in: Hafenrundbrief, Nr. 12", "Hafenrundbrief"),
    ("de", "Dieser Text erschien in gekürzter Fassung in der taz vom 3. Mai 2019.", "taz"),
    ("de", "Dieser Artikel erschien in der See News 02-2015 und steht auch im Archiv.", "See News 02-2015"),
    (
        "de",
        "Dieser Text ist übersetzt, [im Original](https://see.example.org/a) ist er dort erschienen.",
        "see.example.org",
    ),
    (
        "tr",
        "Yazının orijinali için: [https://see.example.org/a](https://see.example.org/a)",
        "https://see.example.org/a",
    ),
    (
        "ja",
        "本記事は、[港日報で2017年6月8日に掲載した記事](https://port.example.org/a)からの転載です。",
        "port.example.org",
    ),
    ("fr", "Traduction de l'article : https://see.example.org/a", "https://see.example.org/a"),
    ("fr", "Cet article a d'abord été publié sur [l'ancien blog](https://quai.example.org/a).", "quai.example.org"),
    ("es", "Fuente: El Puerto", "El Puerto"),
    ("es", "Este artículo es una traducción del artículo [Cómo](https://see.example.org/a).", "see.example.org"),
    ("it", "Articolo pubblicato su La Nuova Riva del 3 maggio 2012", "La Nuova Riva"),
    ("pt", "Esse artigo é uma tradução do artigo de Lea [O Cais](https://see.example.org/a).", "see.example.org"),
    ("ja", "この記事は元々中国語で書かれ、「港日報」に掲載されました。", "港日報"),
    ("zh", "本文转载自 [如何在十天之内搭起一座桥](https://port.example.org/a)，作者王小明", "port.example.org"),
    ("zh", "本文转载自 [港口日报](https://port.example.org/a)，作者王小明", "港口日报"),
    ("en", "Reposted from [how-to-build-a-bridge](https://quay.example.org/a).", "quay.example.org"),
    ("en", "Reposted from [How to build a bridge in ten days](https://quay.example.org/a).", "quay.example.org"),
    ("de", "23. März 2017, aktualisiert um 15:43 Uhr | Quelle: Handelsblatt", "Handelsblatt"),
    ("fr", "Publié le 3 mai 2019 à 15 h 43 | Source : La Gazette du Port", "La Gazette du Port"),
    ("it", "3 maggio 2019, ore 15:43 | Fonte: Gazzetta del Porto", "Gazzetta del Porto"),
    ("es", "Este artículo fue publicado en el número 45 de la revista El Puerto.", "El Puerto"),
    ("es", "Este reportaje fue publicado originalmente el 12 de mayo de 2018 por La Ribera.", "La Ribera"),
    ("fr", "Cet article est paru dans le n° 45 de la revue Le Port.", "Le Port"),
    ("fr", "Article paru dans Le Courrier du Port, n° 45, mai 2019", "Le Courrier du Port"),
    ("it", "Questo articolo è stato pubblicato sul numero 12 di Il Porto.", "Il Porto"),
    ("it", "Per gentile concessione della rivista Maree", "Maree"),
    ("it", "Traduzione dell'articolo pubblicato da The Harbour Review il 3 maggio 2019", "The Harbour Review"),
    ("nl", "Dit stuk verscheen eerder in Het Nieuwe Havenblad.", "Het Nieuwe Havenblad"),
    ("ja", "※この記事は「港日報」2013年5月3日号に掲載されたものを転載しました。", "港日報"),
)
"""Forms of which one part was read wrongly: a preposition, an issue, a bracket, a link that is a headline."""
FURTHER_TRAPS = (
    ("en", "This story first appeared in The Harbour, our weekly newsletter on Boats."),
    ("en", "Published in World News on May 3, 2015"),
    ("en", "This article appears in print on Page A1 of the Salem edition with the headline: Boats."),
    ("es", "Este artículo se publicó originalmente el 22 de febrero de 2026 cubriendo el lanzamiento de Barco Nuevo."),
    ("en", "First Posted: November 19, 2018 Key Dates of the Ferry"),
    ("en", "This article was published in the January 2015 issue."),
    (
        "en",
        "The articles on this site may not be reproduced or first published elsewhere without permission of Lake LLC.",
    ),
    (
        "fr",
        "Un article sur ce sujet avait été publié en juin par le port alors que le juge était déjà saisi du dossier.",
    ),
    ("ja", "※本記事は掲載時点の情報です。"),
    ("ja", "記事を公開された方は@minatoまでご連絡いただければ、この記事でご紹介します。"),
    ("ko", "이 문서는 자주 묻는 항구 질문에 답을 하려고 쓰여졌다."),
    ("zh", "海港将首发新型渡轮"),
    ("zh", "来自15世纪的古老技术，你没见过的船"),
    ("zh", "采写：南都记者 王小明"),
    ("zh", "来源：网络"),
    ("zh", "图片来源：港口日报"),
    ("fr", "Publié initialement par la RATP en 2009 et revu depuis, le guide est destiné aux conducteurs."),
    ("ar", "نُشر هذا المقال في الأصل على مدونتي الشخصية"),
    ("zh", "本文首发于个人博客"),
    ("zh", "原文发表于 2025 年 11 月 14 日。"),
    ("zh", "转载请注明出处。"),
    ("ja", "この記事は山田博士が2011年4月に寄稿しました。"),
    ("ko", "이 글은 제가 항구 프로젝트에 테스트 코드를 작성하기 위한 내용을 공유합니다."),
    ("de", "Das Spiel ist alt. Es erschien erstmals 1980 in Kanada."),
    ("ru", "На этой странице представлен перевод статьи [паром](/index.php/Parom)."),
    ("uk", "[Порт](https://port.example.org/a) - це переклад статті [Harbour](https://see.example.org/b)"),
    ("en", "A version of this story appeared in Harbour Matters newsletter."),
    ("en", "(This article is cross-posted at [Quay Notes](https://quay.example.org/a))"),
    ("en", "This is a translation of [README.md](README.md)."),
    ("en", "The content of this post originally appeared as [a conference talk](https://talks.example.org/a)."),
    ("de", "Dieser Artikel wurde im Original veröffentlicht auf [Englisch](https://see.example.org/a)."),
    ("de", "Der Hafen am Morgen, im Hintergrund die Fähre. (Quelle: Hafenzeitung)"),
    ("da", "Kilde: havnenorge.example"),
    ("de", "Quelle: [Stratus](https://www.stratus.example/a)"),
    ("fr", "En même temps que ce billet est paru [cet article](https://port.example.org/a)."),
    ("pt", "Texto publicado originalmente durante os dias da Festa do Cais."),
    ("ja", "元港長が投稿した画像の中身とたびたびの言葉"),
    # Writers, and whom they work for.
    ("en", "Editor's note: This post was written by [Lea Brand](https://brand.example.org) from the Kelp team."),
    ("en", "This story was written by Jo Roe, a founder at [Kelp Labs](https://kelp.example.org)."),
    ("en", "This article was written in collaboration with [Kelp](https://kelp.example.org), an early member."),
    ("en", "This blog post was originally written by [Lea Brand](https://brand.example.org)."),
    ("de", "Dieser Beitrag wurde geschrieben von [Lea Brand](https://brand.example.org) für das Hafenfest."),
    ("en", "Jo Roe lives in Marlow. Her work has appeared in The Harbour Review, Ferry Times, and Quay."),
    # References: books, papers, conferences, other texts.
    ("en", "Originally published in Norway in 1931, it was translated twice."),
    ("en", "Page 12: extract from the Code of Piers. Reprinted with permission of The Harbour Review."),
    ("en", "This paper appeared in PIER 2019."),
    ("en", 'A version of this article first appeared in the "Sources at Sea" newsletter.'),
    ("en", "This article is based on a study published in The Harbour Review."),
    ("en", "All commands in this article were tested on a machine running on Harbour Web Services."),
    ("es", "Este texto resume los datos de un estudio publicado en la revista El Puerto."),
    ("en", "The original maps were drawn as part of an article published in The Harbour Review."),
    ("en", "Original: The Girl at the Quay by Lea Brand"),
    ("en", "Running tasks: [Quayside](https://quay.example.org/running)"),
    ("en", "Running tests with quaytest"),
    ("en", "The article appears to be a list of boats from Harbour Hub, with a map."),
    ("en", "This article appeared in the Harbour Life section of the print edition."),
    ("fr", "Cet article paraît être une liste de bateaux du Courrier du Port."),
    ("it", "Il codice di questo articolo è stato pubblicato ed è disponibile dal sito con i moduli."),
    ("zh", "来自 [港口](https://port.example.org)、[码头](https://quay.example.org) 的新功能已上线。"),
    ("en", "Source: [Bureau of Harbours](https://harbours.example.org/a)"),
    ("de", "Quelle: [Hafenbundesamt](https://amt.example.org/a)"),
    ("es", "Artículo publicado en La Habana el 12 de marzo de 2018."),
    ("zh", "转载请注明： 【文章转载自海港：[使用](https://port.example.org/a)】"),
    ("ja", "この記事は元々社内向けに書かれたものです。"),
    ("en", "Adapted from the novel by Lea Brand."),
    ("de", "Dieses Interview erschien in Heft 4/2018."),
    ("fr", "L'étude est parue dans le numéro 45 de la revue Mers."),
    ("es", "El informe fue publicado en el número 45 de la revista Mares."),
    ("it", "La ricerca è stata pubblicata sul numero 12 di Maree."),
    ("nl", "Het onderzoek verscheen eerder in Het Nieuwe Tijdschrift."),
    ("pt", "No momento em que este artigo foi publicado, [o cais velho](https://cais.example.org/) estava fechado."),
    ("en", "Original [image](https://pictures.example/1) by [leaf](https://pictures.example/leaf)"),
    ("en", "The text of this column may be reprinted under the terms of the [Open Licence](https://licence.example)."),
    ("en", "A week ago [this article](https://harbour.example/1), which I had not read, was published in Reuters."),
    (
        "de",
        "Der Verfasser dieses Textes bedauert die Zitate, die er der Zeitung [taz](https://taz.de/x) entnommen hat.",
    ),
    ("en", "[Sources](https://quay.example/sources)"),
    ("it", "[Fonte](https://quay.example/a)"),
    ("it", "Aggiorno questo articolo con alcuni passi tratti da [Il Porto](https://amzn.to/1) di Lea Roe."),
    ("en", "This article was originally published with Ref. [50]."),
    ("de", "Aus dem Bericht der Hafenkommission:"),
    ("de", "Die Übernahme ausgelagerter Aufgaben des Hafens ist teuer."),
    ("de", "Nachdruck oder sonstige Verwertung von Texten bedarf der Erlaubnis."),
    ("fr", "Extrait de la couverture des Barques rouges, album de Lea Roe"),
    ("fr", "Ce contenu a été publié dans [Port](https://quai.example/category/port/)."),
    ("fr", "D'abord publiés sur le blog du Monde, ces portraits racontent la vie du port."),
)
TRAPS = (
    "This book was first published in 2004 by Lantern Press.",
    "This article was originally published on May 3, 2012.",
    "The strike was first reported in Marlow, Ohio, where the mill had closed.",
    "“We never saw it coming,” the mayor told Reuters.",
    "This story first appeared in our newsletter.",
    "Photo originally published in The Harbour Review.",
    "Photo provided by the Lakeside Gazette.",
    "Related: The end of the ferry | Ten walks by the lake",
    "Also on this site: The harbour in winter",
    "The report was released on Monday by the committee.",
    "This report is issued every year by the harbour office.",
    "He first appeared in court on Tuesday.",
    "The paper was reproduced on cheap stock in the spring.",
    "Click here for reprint permission.",
)


def claims_of(code: str, line: str, *, edge: bool = True) -> list[tuple[str, str]]:
    """Return the kinds and names of the credits of a line that is read in one language."""
    language = next(one for one in languages() if one.code == code)
    return [(claim.kind, claim.value) for claim in credits_in(Line(1, 0, 0, line), (language,), edge=edge)]


def test_every_language_has_at_least_three_forms() -> None:
    """And none is left out."""
    assert set(FORMS) == {language.code for language in languages()}
    assert all(len(forms) >= 3 for forms in FORMS.values())


@pytest.mark.parametrize(
    ("code", "line", "name"), [(code, line, name) for code, forms in FORMS.items() for line, name in forms.items()]
)
def test_a_credit_names_its_source(code: str, line: str, name: str) -> None:
    """In a line of its own, in each language."""
    found = [value for kind, value in claims_of(code, line) if kind in KINDS]
    assert [value for value in found if name in value], (line, claims_of(code, line))


@pytest.mark.parametrize(("code", "line", "name"), FURTHER_FORMS)
def test_a_name_is_read_whole_and_alone(code: str, line: str, name: str) -> None:
    """Neither a preposition nor an issue is a part of it, and a link that is a headline gives its host."""
    assert [value for kind, value in claims_of(code, line) if kind in KINDS] == [name]


@pytest.mark.parametrize(("code", "line"), FURTHER_TRAPS)
def test_a_clause_a_date_or_an_own_page_names_no_source(code: str, line: str) -> None:
    """In other languages too."""
    assert not [claim for claim in claims_of(code, line) if claim[0] in KINDS]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("via [Lea Roe](https://twitter.example/lea/1)", "tip"),
        ("via [Quay Notes](https://quay.example/a)", "tip"),
        ("via: https://quay.example/a", "via"),
        ("via Reuters", "via"),
        ("Submitted by Lea Roe via The Harbour Review", "via"),
    ],
)
def test_via_says_through_whom_a_text_came_or_thanks_for_a_hint(line: str, kind: str) -> None:
    """A list of links thanks for each of them; a colon, a known name or a writer before it say more."""
    assert [found for found, _ in claims_of("en", line)] == [kind]


@pytest.mark.parametrize("line", TRAPS)
def test_what_looks_like_a_credit_is_none(line: str) -> None:
    """Publishers of books, dates alone, places, newsletters, pictures, teasers and reports name no source of a text."""
    assert not [claim for claim in claims_of("en", line) if claim[0] in KINDS]


def test_the_holder_of_a_copyright_who_permits_the_copy_is_its_source() -> None:
    """A person is not, and neither is a holder without the words."""
    lines = ("© 2019 Harbour Weekly. Reprinted with permission.", "© 2019 Lea Roe. Reprinted with permission.")
    found = [read_claims(Document("x", f"{BODY}\n\n{line}")) for line in (*lines, "© 2019 Harbour Weekly.")]
    assert [[(claim.kind, claim.value) for claim in claims] for claims in found] == [
        [("reprint", "Harbour Weekly")],
        [("copyright", "Lea Roe")],
        [("copyright", "Harbour Weekly")],
    ]


BROKEN = {
    "[This article was first published on\n**[Quay Notes](https://quay.example.org/a)**": "Quay Notes",
    "This post was originally published in\nThe Harbour Review, and is reprinted here.": "The Harbour Review",
    "> *Cross-posted from the\n> [Lakeside Gazette](https://lake.example.org/x)*": "Lakeside Gazette",
    "It stops soon. This article was originally\npublished on 3 May by The Harbour Review.": "The Harbour Review",
}


@pytest.mark.parametrize(("credit", "name"), BROKEN.items())
def test_a_credit_may_be_broken_over_lines(credit: str, name: str) -> None:
    """The claim is the credit as it stands there, with its line end."""
    text = f"{BODY}\n\n{credit}\n\n{BODY}"
    named = [claim for claim in read_claims(Document("x", text)) if claim.kind in KINDS]
    assert [claim.value for claim in named] == [name]
    assert text[named[0].start : named[0].end] == named[0].text


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n\nThis article was originally\n\npublished in The Harbour Review by others.",
        f"{BODY}\n\nThis article was originally published in\n- The Harbour Review\n- Lakeside Gazette",
        f"{BODY}\n\nThis article was originally long.\nThe Harbour Review has a shorter one.",
    ],
)
def test_a_credit_does_not_go_on_in_another_paragraph(text: str) -> None:
    """A blank line, an item of a list and the end of a sentence end it."""
    assert not [claim for claim in read_claims(Document("x", text)) if claim.kind in KINDS]


def test_a_credit_below_a_long_line_without_full_stop_is_read() -> None:
    """A headline ends without a sign; what begins with a capital below it is no rest of a sentence."""
    headline = "The ferries of the lake, and those who will miss them in winter"
    text = f"{headline}\nFirst published by the Harbour Review\n\n{BODY}"
    claims = [claim for claim in read_claims(Document("x", text)) if claim.kind in KINDS]
    assert [(claim.value, claim.line) for claim in claims] == [("Harbour Review", 2)]


def test_a_line_that_goes_on_from_the_one_above_opens_no_credit() -> None:
    """Words without a subject tell of what the line above speaks of."""
    above = "The study uses a set of figures on the ferries of the lake,"
    text = f"{above}\noriginally published by the Harbour Review and used by many.\n\n{BODY}"
    assert not [claim for claim in read_claims(Document("x", text)) if claim.kind in KINDS]


def test_far_from_the_edges_only_a_sentence_that_speaks_of_the_text_counts() -> None:
    """In the middle of a text the words without a subject tell of something else."""
    assert claims_of("en", "Originally published in The Harbour Review.")
    assert not claims_of("en", "Originally published in The Harbour Review.", edge=False)
    assert claims_of("en", "This article was originally published in The Harbour Review.", edge=False)


def test_a_sentence_within_a_long_line_is_read_by_itself() -> None:
    """Texts may come without line ends."""
    line = " ".join([BODY] * 6 + ["This article was originally published in The Harbour Review."] + [BODY] * 6)
    assert claims_of("en", line) == [("attribution", "The Harbour Review")]


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        (f"OSLO (AP) — {BODY}", ["Associated Press"]),
        (f"BERLIN (dpa) - {BODY}", ["dpa"]),
        (f"KABUL / AFP - {BODY}", ["Agence France-Presse"]),
        (f"MARLOW, Ohio (Reuters) - {BODY}", ["Reuters"]),
        (f"The committee (AP stands for arrivals) met. {BODY}", []),
    ],
)
def test_a_dateline_names_its_agency(line: str, agencies: list[str]) -> None:
    """Between a place and the text."""
    assert [claim.value for claim in opening_credit(Line(1, 0, 0, line), languages())] == agencies


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (f"{BODY} (APA/sda/dpa)", 3),
        (f"{BODY} (Reuters)", 1),
        ("(Quelle: dpa)", 1),
        (f"{BODY} (see page 4)", 0),
        (f"{BODY} He works for Reuters.", 0),
        ("*   A kit for boats, with maps of the Harbour (AP)", 0),
        ("- Single Pier Applications (SPA)", 0),
        ("| Regions of the harbour (AP) |", 0),
        ("RSS", 0),
        (f"{BODY} (Beta)", 0),
    ],
)
def test_a_mark_that_closes_a_text_names_its_agencies(line: str, count: int) -> None:
    """Several may be combined; what else stands in brackets is no mark."""
    assert len(closing_credit(Line(1, 0, 0, line), languages())) == count


@pytest.mark.parametrize(
    ("line", "author", "outlet"),
    [
        ("By Ann Example, The Washington Post", "Ann Example", "The Washington Post"),
        ("By Ann Example / The Associated Press", "Ann Example", "The Associated Press"),
        ("By Ann Example, Reuters", "Ann Example", "Reuters"),
    ],
)
def test_a_byline_names_the_outlet_beside_its_writer(line: str, author: str, outlet: str) -> None:
    """And the writer is the person alone."""
    claims = read_claims(Document("x", f"The ferry stops\n\n{line}\n\n{BODY}\n\n{BODY}"))
    found = {(claim.kind, claim.value) for claim in claims}
    assert ("author", author) in found
    assert ("byline", outlet) in found


def test_credits_of_a_text_set_in_columns_are_read_wherever_they_stand() -> None:
    """Each item of a scanned newspaper has its own."""
    text = (
        "PARIS, 14. (Havas.) — The chamber met in\nthe morning and voted the loan by a small\nmajority after a long and"
        " noisy sitting.\nLONDON, 15. (Reuter.) — The strike of the\nminers goes on, and no coal has left the\nharbour"
        " since the beginning of the week.\n"
    )
    assert is_set_in_columns(text)
    english = [language for language in languages() if language.code == "en"]
    assert {claim.value for claim in column_credits(text, english)} == {"Havas", "Reuters"}


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("© dpa-infocom, dpa:230405-99-123456/2", ["dpa"]),
        ("apa:0417263", ["APA"]),
        ("Rückfragen unter 030:230405-99", []),
        ("Das Heft kostet bei dpa:12", []),
    ],
)
def test_the_number_of_an_item_behind_its_mark_is_no_part_of_it(line: str, agencies: list[str]) -> None:
    """With the search for candidate lines and without it."""
    text = f"{BODY}\n\n{line}"
    document = Document("x", text)
    flags = find_candidate_lines(collection_of([document]), Local(1), lambda _count: None).of(0, text.encode())
    for claims in (read_claims(document), read_claims(document, flags)):
        assert [claim.value for claim in claims if claim.kind == "wire"] == agencies
