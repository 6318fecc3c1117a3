"""Texts that staff are about to save: how they will read, and what is hidden in them."""

from itertools import zip_longest

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .cleaning import clean_text, say_findings
from .languages import LANGUAGES, language_name, language_within
from .markdown import render_blocks

# Characters of a text that is read again at each pause of who types it, within a second.
MOST_SHOWN = 30_000


@require_POST
def reading(request):
    """What is typed in both languages as readers will see it, paragraph beside paragraph."""
    texts = {language: request.POST.get(language, "") for language in LANGUAGES}
    if any(len(text) > MOST_SHOWN for text in texts.values()):
        return render(request, "admin/texts/too_long.html", {"limit": MOST_SHOWN})
    split = render_blocks if "markdown" in request.POST else plain_lines
    columns = {
        language: list(split(clean_text(text).text, language)) for language, text in texts.items()
    }
    names = {language: language_name(language) for language in LANGUAGES}
    context = {
        "names": names.values(),
        "rows": [
            list(zip(names.items(), row, strict=True)) for row in zip_longest(*columns.values())
        ],
        "difference": say_difference({name: len(blocks) for name, blocks in columns.items()}),
    }
    return render(request, "admin/texts/reading.html", context)


def plain_lines(text: str, language: str) -> list[str]:
    """HTML of each line of a text without marks."""
    return [escape(line) for line in text.split("\n") if line]


def say_difference(counts: dict[str, int]) -> str:
    """A sentence if the languages have not as many paragraphs; "" if they have, or one is empty."""
    if len(set(counts.values())) == 1 or 0 in counts.values():
        return ""
    by_language = [f"{language_within(language)}: {count}" for language, count in counts.items()]
    return _("Not as many paragraphs: %(counts)s.") % {"counts": ", ".join(by_language)}


@require_POST
def cleaning(request):
    """What will be kept of a pasted text, and a sentence on what was taken out ("" if nothing)."""
    text, findings = clean_text(request.POST.get("text", ""))
    removed = ""
    if findings:
        removed = _("Removed from the pasted text: %(findings)s.") % {
            "findings": say_findings(findings)
        }
    return JsonResponse({"text": text, "removed": removed})
