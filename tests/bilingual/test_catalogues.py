"""The texts of the interface: complete in both languages, and of one vocabulary."""

import itertools
import json
import re
import unicodedata
from datetime import date

import pytest
from django.contrib import admin
from django.utils.translation import override

from ascn_portal.bilingual.dates import say_date
from ascn_portal.bilingual.glossary import GLOSSARY
from ascn_portal.bilingual.languages import LANGUAGES
from ascn_portal.bilingual.packages import DOMAINS, package_messages, untranslated
from ascn_portal.management.commands.update_messages import (
    find_gaps,
    label,
    read_catalogue,
    read_package_catalogue,
    strings,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]+>")
# Words that every English sentence has some of, and no Vietnamese one.
ENGLISH = re.compile(r"\b(the|of|and|is|are|not|with|from|for|by|this|that|has|its)\b")


def catalogues(language):
    """Ours, and in Vietnamese those of what packages say."""
    yield read_catalogue(language)
    if language == "vi":
        yield from map(read_package_catalogue, DOMAINS)


def entries(language):
    """(original, translation) of each text, the form of the plural where there is one."""
    for message in itertools.chain.from_iterable(catalogues(language)):
        if message.id:
            original = message.id[-1] if message.pluralizable else message.id
            yield original, strings(message)[-1]


def terms_of(text):
    """The terms of the glossary that an English text has; one within a longer one is not meant."""
    for term in sorted(GLOSSARY, key=len, reverse=True):
        one_or_more = re.escape(term.removesuffix("y")) + ("(y|ies)" if term[-1] == "y" else "s?")
        text, found = re.subn(rf"\b{one_or_more}\b", "", text, flags=re.IGNORECASE)
        if found:
            yield term


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    assert [gap for catalogue in catalogues(language) for gap in find_gaps(catalogue)] == []


@pytest.mark.parametrize(("domain", "least"), [("django", 500), ("djangojs", 50)])
def test_every_text_of_the_packages_is_served_in_vietnamese(domain, least):
    assert len(package_messages(domain)) > least
    assert [label(message) for message in untranslated(domain)] == []


def test_scripts_of_the_admin_get_every_text_in_vietnamese(rf):
    script = admin.site.i18n_javascript(rf.get("/")).content.decode()
    served = json.loads(re.search(r"const newcatalog = (\{.*?\n\s*\});", script, re.DOTALL)[1])
    texts = package_messages("djangojs")
    keys = {f"{m.context}\x04{m.id}" if m.context else m.id for m in texts if not m.pluralizable}
    assert keys <= served.keys()
    assert served["Today"] == "Hôm nay"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_and_markup_of_its_original(language):
    for original, translation in entries(language):
        assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(original))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_ends_as_its_original_does(language):
    for original, translation in entries(language):
        original = original.removesuffix(".m.")  # an hour: 6 a.m.
        for ending in (".", ":", " "):
            assert translation.endswith(ending) == original.endswith(ending), original


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_in_composed_unicode(language):
    texts = [text for entry in entries(language) for text in entry]
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []


def test_vietnamese_texts_use_the_agreed_terms():
    departures = [
        (term, original, translation)
        for original, translation in entries("vi")
        for term in terms_of(PLACEHOLDER.sub("", original))
        if not any(form.lower() in translation.lower() for form in GLOSSARY[term])
    ]
    assert departures == []


def test_no_vietnamese_text_is_left_in_english():
    for original, translation in entries("vi"):
        words = PLACEHOLDER.sub("", translation)
        assert not ENGLISH.search(words), translation
        assert translation != original or not re.search(r"[a-z]{2}", words), original


@pytest.mark.parametrize(
    ("precision", "vi", "en"),
    [
        ("day", "ngày 28 tháng 4 năm 2018", "28 April 2018"),
        ("month", "tháng 4 năm 2018", "April 2018"),
        ("year", "năm 2018", "2018"),
    ],
)
def test_a_date_in_a_sentence_reads_naturally(precision, vi, en):
    with override("vi"):
        assert say_date(date(2018, 4, 28), precision) == vi
    with override("en"):
        assert say_date(date(2018, 4, 28), precision) == en
