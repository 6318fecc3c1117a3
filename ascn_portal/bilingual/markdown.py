"""Long texts: Markdown without HTML."""

import re
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "hr"),
    *("h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def plain_text(text: str) -> str:
    """What a reader sees of a Markdown text, without its marks and addresses."""
    return unescape(strip_tags(parser.render(text)))


@lru_cache(maxsize=1024)
def render_markdown(text: str, language: str) -> SafeString:
    """HTML of a Markdown text; links to our own pages get the prefix of `language`.

    Safe to print: the parser takes no HTML, and only TAGS without attributes (but addresses of
    links) leave here.
    """
    html = nh3.clean(
        parser.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    prefixed = re.sub(r'href="/(?!vi/|en/|static/)', f'href="/{language}/', html)
    # A table scrolls in a region of its own, so that a narrow page does not.
    opening = '<div class="table-region" tabindex="0"><table class="table">'
    framed = prefixed.replace("<table>", opening)
    return mark_safe(framed.replace("</table>", "</table></div>"))  # noqa: S308  cleaned above
