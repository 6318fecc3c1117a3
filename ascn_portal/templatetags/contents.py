"""The contents of a long page, read from the sections that it shows."""

import re
from html import unescape

from django import template
from django.utils.html import format_html, strip_tags

register = template.Library()

HEADING = re.compile(r'<h2 class="section__title" id="([^"]+)">(.*?)</h2>', re.DOTALL)
SECTIONS_FROM = 4


@register.tag
def contents(parser, token):
    """`{% contents %} … {% endcontents %}` puts links to its sections before them.

    Each section__title with an id is one; a page of few sections gets no links.
    """
    matter = parser.parse(("endcontents",))
    parser.delete_first_token()
    return ContentsNode(matter)


class ContentsNode(template.Node):
    """The matter of a page under the links to its sections."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        matter = self.nodelist.render(context)
        sections = [
            {"anchor": anchor, "title": unescape(" ".join(strip_tags(title).split()))}
            for anchor, title in HEADING.findall(matter)
        ]
        if len(sections) < SECTIONS_FROM:
            return matter
        component = context.template.engine.get_template("components/contents.html")
        return format_html("{}{}", component.render(context.new({"sections": sections})), matter)
