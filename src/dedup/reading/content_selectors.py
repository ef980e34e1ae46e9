"""CSS selectors of the elements of a page that hold its main text, and of those that hold none of it.

They follow the XPath rules of trafilatura (Apache License 2.0), by which the careful extractor reads the pages that
these leave in doubt. Names are parts of classes and ids as content systems give them.
"""

from __future__ import annotations


def _is(*choices: str) -> str:
    return f":is({','.join(choices)})"


def _having(attribute: str, comparison: str, *words: str) -> list[str]:
    return [f"[{attribute}{comparison}'{word}']" for word in words]


_FRAME = _is("article", "div", "main", "section")
_CONTENT_OF_BOTH = (
    "entry-content", "article-content", "art-content", "article__content", "articlebody", "article-body",
    "article__body", "articleBody", "body-text",
)  # fmt: skip

CONTAINERS = (
    _FRAME
    + _is(
        *_having("class", "=", "post", "entry"),
        "[itemprop='articleBody']",
        "[id='articleContent']",
        *_having("id", "*=", *_CONTENT_OF_BOTH),
        *_having(
            "class", "*=", *_CONTENT_OF_BOTH,
            "post-text", "post_text", "post-body", "post-entry", "postentry", "postcontent", "post-content",
            "post_content", "postContent", "post_inner_wrapper", "articletext", "article-text", "articleText",
            "page-content", "text-content", "ArticleContent", "article__container",
        ),
    ),
    "article",
    _FRAME
    + _is(
        "[role='article']",
        *_having("id", "=", "article", "story"),
        *_having("class", "=", "postarea", "text", "cell", "story"),
        "[id^='primary']",
        "[class^='article ']",
        "[id*='story-body']",
        *_having(
            "class", "*=",
            "fulltext", "post-bodycopy", "storycontent", "story-content", "theme-content", "blog-content",
            "section-content", "single-content", "single-post", "main-column", "wpb_text_column", "story-body",
            "field-body",
        ),
    ),
    _FRAME
    + _is(
        "[id='content']",
        "[class='content']",
        *_having("id", "*=", "content-main", "content-body", "contentBody", "main-content", "Main-Content"),
        *_having(
            "class", "*=",
            "content-main", "content_main", "content-body", "content__body", "main-content", "Main-Content",
            "Main-content", "page-content", "Page-Content",
        ),
    ),
    f"{_is('article', 'div', 'section')}{_is('[class^=main]', '[id^=main]', '[role^=main]')},main",
)  # fmt: skip
"""What may hold the main text: the first element that the first of these selectors finds, else that of the second …"""

_ELEMENTS = (
    "applet,aside,audio,button,canvas,datalist,dialog,embed,fieldset,figure,footer,form,iframe,input,label,legend,link,"
    "map,math,menu,nav,noscript,object,option,output,picture,progress,script,select,source,style,svg,template,textarea,"
    "time,video"
)
_COMMENTS = _is("div", "section", "details", "ol", "ul") + _is(
    *_having("id", "^=", "comment", "Comment", "disqus_thread", "dsq-comments"),
    *_having("class", "^=", "comment", "Comment"),
    *_having("class", "*=", "article-comments", "post-comments"),
)
_OTHER_OF_BOTH = (
    "social", "viral", "newsletter", "syndication", "tags", "sidebar", "banner", "breadcrumb", "bread-crumb", "button",
    "author", "cookie", "footer", "Footer", "message-container", "caption",
)  # fmt: skip
_OTHER = _is("div", "section", "ul", "ol", "dl", "li", "span", "p") + _is(
    *_having("id", "^=", "shar", "ad-", "jp-"),
    *_having("class", "^=", "shar", "nav", "post-nav", "ad-"),
    *_having("id", "*=", *_OTHER_OF_BOTH, "share", "Share", "nav", "Nav", "menu", "related", "premium", "bmdh"),
    *_having(
        "class", "*=", *_OTHER_OF_BOTH,
        " ad ", "-ad-", " ad-", "dfpAd", "dfpad", "outbrain", "taboola", "criteo", "paid-content", "paidcontent",
        "subnav", "avigation", "navbar", "navbox", "menu", "bar", "widget", "byline", "Byline", "share-", "sociable",
        "embed", "tag-list", "consent", "modal-content", "permission", "elated", "next-", "-stories", "most-popular",
        "more-on", "meta", "rating", "attachment", "timestamp", "user-info", "user-profile", "-icon", "article-infos",
        "slide", "viewport", "overlay", "options", "expand", "obfuscated", "blurred", "mol-factbox",
    ),
    "[role*='nav']",
)  # fmt: skip
_HIDDEN = (
    "[class='comments-title']",
    *_having("style", "*=", "display:none", "display: none"),
    "[id*='hidden']",
    "[class^='hide-']",
    *_having("class", "*=", "akismet", "message", " hidden", " hide", "-hide-", "noprint", "nocomments"),
    "[aria-hidden='true']",
)
NO_TEXT = (_ELEMENTS, _COMMENTS, _OTHER, *_HIDDEN)
"""What holds no main text, within the element that holds it."""
