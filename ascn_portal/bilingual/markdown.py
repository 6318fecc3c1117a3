"""Long texts: Markdown without HTML, in the fields that `translation.py` of an app names so."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from modeltranslation.translator import translator

TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "hr"),
    *("h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def markdown_fields(model) -> frozenset[str]:
    """Names of the bilingual fields of `model` that hold Markdown."""
    return frozenset(getattr(translator.get_options_for_model(model), "markdown", ()))


def plain_text(text: str) -> str:
    """What a reader sees of a Markdown text, without its marks and addresses."""
    return unescape(strip_tags(parser.render(text)))


@lru_cache(maxsize=1024)
def render_markdown(text: str, language: str) -> SafeString:
    """HTML of a Markdown text; links to our own pages get the prefix of `language`."""
    return safe_html(parser.render(text), language)


def render_blocks(text: str, language: str) -> Iterator[SafeString]:
    """HTML of each paragraph, heading, list, table or quote of a Markdown text."""
    block, references = [], {}
    for token in parser.parse(text, references):
        block.append(token)
        if token.level == 0 and token.nesting <= 0:  # here a block ends
            yield safe_html(parser.renderer.render(block, parser.options, references), language)
            block = []


def safe_html(rendered: str, language: str) -> SafeString:
    """What the parser made, fit to print: it takes no HTML, and only TAGS without attributes (but
    addresses of links) leave here.
    """
    html = nh3.clean(
        rendered,
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
