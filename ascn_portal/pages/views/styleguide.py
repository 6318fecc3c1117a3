"""The style guide: each component with texts of every length, in the language of the page."""

import re

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ascn_portal.pages.styleguide import FOCUS_AREAS, LISTS, PARAGRAPH, SAMPLES, in_language

MARKS = "Ễ Ặ Ữ Ẫ Ổ Ộ ỷ ự ẵ ợ NGUYỄN HỮU ĐẶNG"
COLOURS = (
    *("paper", "surface", "ink", "muted", "link", "visited", "accent", "hairline", "control"),
    *("highlight", "indigo"),
    *FOCUS_AREAS,
)
# What ties parts of a component together by name; the samples of one component share the names.
NAMED = re.compile(r' (id|for|aria-labelledby|aria-describedby)="([^"]+)"')


@require_safe
def styleguide(request):
    """All components and the foundations they stand on; only where settings ask for it."""
    language = get_language()
    context = {
        "marks": MARKS,
        "colours": COLOURS,
        "paragraph": in_language(PARAGRAPH, language),
        "components": [
            {"name": name, "samples": list(rendered(name, language))} for name in sorted(SAMPLES)
        ],
    }
    return render(request, "pages/styleguide.html", context)


def rendered(name: str, language: str):
    """The HTML of each sample of a component."""
    for number, sample in enumerate(in_language(SAMPLES[name], language)):
        html = render_to_string(f"components/{name}.html", sample)
        html = mark_safe(NAMED.sub(rf' \1="{name}-{number}-\2"', html))  # noqa: S308  our own templates
        if name in LISTS:
            tag, css_class = LISTS[name]
            html = format_html('<{} class="{}">{}</{}>', tag, css_class, html, tag)
        yield html
