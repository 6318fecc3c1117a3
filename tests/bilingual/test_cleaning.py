"""What pasting leaves behind is taken out, and what is part of a word stays."""

import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from ascn_portal.bilingual.cleaning import KINDS, clean_text, kind_of, say_findings

WORDS = "Đô thị thông minh"


@pytest.mark.parametrize(
    ("pasted", "clean", "found"),
    [
        ("a\u200bb\ufeff\u2060", "ab", {"invisible": 3}),
        ("Viet\u00adnam", "Vietnam", {"hyphen": 1}),
        ("\u200eabc\u202e\u2067", "abc", {"direction": 3}),
        ("a\x00b\x1fc\x9b", "abc", {"control": 3}),
        ("a\ufdd0\ufffe\ue000\uf0b7\ud800b", "ab", {"unreadable": 5}),
        ("17\u00a0July\u20092020\tin\u3000full", "17 July 2020 in full", {"blank": 4}),
    ],
)
def test_what_nobody_sees_is_taken_out_and_counted(pasted, clean, found):
    assert clean_text(pasted) == (clean, found)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (unicodedata.normalize("NFD", WORDS), WORDS),
        ("1\r\n2\r3\u20284\u20295\x0b6\x857", "1\n2\n3\n4\n5\n6\n7"),
        ("\n  - list  \n\n  more \n", "- list\n\n  more"),
        (WORDS, WORDS),
        ("", ""),
    ],
)
def test_letters_are_composed_and_line_ends_put_right_without_mention(typed, clean):
    assert clean_text(typed) == (clean, {})


@pytest.mark.parametrize(
    "word",
    [
        "ភ្នំ\u200bពេញ",  # Khmer: a line may break here
        "กรุงเทพ\u200bมหานคร",
        "വന്‍",  # Malayalam: a consonant that stands alone at the end
        "ക്\u200cഷ",
        "நகரம்",
        "نامه\u200cها",  # noqa: RUF001  Arabic letters
        "မြန်\u200bမာ",
        "أبجد",
    ],
)
def test_invisible_characters_that_belong_to_the_spelling_stay(word):
    text = unicodedata.normalize("NFC", word)
    assert clean_text(word) == (text, {})


@pytest.mark.parametrize("word", ["Ha\u200dNoi", "Da\u200cNang", "Phnom\u200bPenh", "ភ\u200b abc"])
def test_the_same_characters_elsewhere_are_taken_out(word):
    text, found = clean_text(word)
    assert found == {"invisible": 1}
    assert text == word.translate(dict.fromkeys((0x200B, 0x200C, 0x200D)))


def test_a_clean_text_is_not_found_at_fault_again():
    hidden = [chr(number) for number in range(0x3000) if kind_of(chr(number))]
    letters = ["a", "ặ", "ភ", "ന്", "ก", " ", "\n"]
    text = "".join(f"{one}{char}{char}{two}" for char in hidden for one in letters for two in "aภ")
    once, found = clean_text(text)
    assert set(found) < set(KINDS)
    assert clean_text(once) == (once, {})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_kind_has_its_words_in_both_languages(language):
    with translation.override(language):
        for count in (1, 2):
            said = [say_findings({kind: count}) for kind in KINDS]
            assert len(set(said)) == len(KINDS)
            assert all(words.startswith(f"{count} ") for words in said)


def test_nothing_hidden_is_in_the_shipped_record():
    for path in Path(settings.BASE_DIR).glob("**/data/*.json"):
        if ".venv" not in path.parts:
            text = path.read_text("utf-8")
            assert not clean_text(text).findings, path
