"""The names of the `<meta>` tags that are read, in lower case, the surest first."""

from __future__ import annotations

# Those of publication; none of a change.
PUBLISHED_METAS = (
    *(
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "og:published_time",
        "rnews:datepublished",
    ),
    *("article:published", "article:published_date", "article:publicationdate", "article.published", "og:pubdate"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate"),
    *("cxenseparse:recs:published_time", "shareaholic:article_published_time", "article_date_original", "ptime"),
    *(
        "originalpublicationdate",
        "iso-8601-publish-date",
        "publishdate",
        "publish-date",
        "publish_date",
        "published_at",
    ),
    *(
        "publisheddate",
        "published-date",
        "published_date",
        "publicationdate",
        "publication_date",
        "pubdate",
        "pub_date",
    ),
    *("dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "dcterms:created", "dc.date.created"),
    *("prism.publicationdate", "citation_publication_date", "content:publishdate", "displaydate", "firstcreate"),
    *("datecreated", "og:release_date", "weibo:article:create_at"),
)
# Those that may be of the page, the day of its making among them.
DATE_METAS = ("dc.date", "dc:date", "date")
AUTHOR_METAS = (
    *("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "cxenseparse:author"),
    *("dc.creator", "dcterms.creator", "dc:creator", "byl", "articleauthor", "og:article:author", "citation_author"),
    *("mrf:authors", "lp.article:author", "rnews:author", "authors"),
)
SITE_METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher")
TITLE_METAS = ("og:title", "twitter:title")
URL_METAS = ("og:url",)
LANGUAGE_METAS = ("og:locale", "content-language", "dc.language", "language")

READ_METAS = frozenset(
    (*PUBLISHED_METAS, *DATE_METAS, *AUTHOR_METAS, *SITE_METAS, *TITLE_METAS, *URL_METAS, *LANGUAGE_METAS),
)
