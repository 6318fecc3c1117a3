"""Template tags for bilingual texts, partial dates and Markdown."""

from django import template

from ascn_portal.bilingual import dates
from ascn_portal.bilingual.markdown import render_markdown
from ascn_portal.bilingual.text import Translated
from ascn_portal.bilingual.text import translated as translated_text

register = template.Library()


@register.simple_tag
def translated(instance, field: str) -> Translated:
    """`{% translated city "summary" as t %}`: `t.text`, `t.language`, `t.is_fallback`."""
    return translated_text(instance, field)


@register.filter
def markdown(text: Translated):
    """A long text as HTML, its links in the language it is written in."""
    return render_markdown(text.text, text.language)


@register.simple_tag
def show_date(day, precision=dates.Precision.DAY) -> str:
    """`{% show_date term.starts_on term.starts_precision %}`: no more than is known of a date."""
    return dates.show_date(day, precision) if day else ""


@register.simple_tag
def say_date(day, precision=dates.Precision.DAY) -> str:
    """`{% say_date term.starts_on term.starts_precision as begins %}`: for use in a sentence."""
    return dates.say_date(day, precision)


@register.simple_tag
def show_period(start, end, precision=dates.Precision.DAY) -> str:
    """`{% show_period event.starts_on event.ends_on event.precision %}`: "20–21 July 2026"."""
    return dates.show_period(start, end, precision)
