"""Words as they are compared, whatever their case, marks and encoding."""

import unicodedata

import pytest

from ascn_portal.bilingual.folding import accent, fold, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đà Nẵng", ("da", "nang")),
        (unicodedata.normalize("NFD", "Đà Nẵng"), ("da", "nang")),
        ("ĐÀ NẴNG", ("da", "nang")),
        ("Man-đa-lay", ("man", "da", "lay")),
        ("Thừa Thiên - Huế", ("thua", "thien", "hue")),
        ("TP.HCM", ("tp", "hcm")),
        ("M&E", ("me",)),
        ("research&development", ("research", "development")),
        ("snake_case", ("snake", "case")),
        ("ﬁnance \uff12\uff10\uff12\uff10 Straße", ("finance", "2020", "strasse")),
        ("  –  !? ", ()),
        ("😀", ()),
    ],
)
def test_folding_leaves_letters_and_digits(text, words):
    assert fold(text) == words


@pytest.mark.parametrize("name", ["ភ្នំពេញ", "ວຽງຈັນ", "กรุงเทพ", "ရန်ကုန်"])
def test_names_in_other_scripts_are_words_too(name):
    assert fold(name)
    assert all(word.isalnum() for word in fold(name))


@pytest.mark.parametrize(
    ("old", "new"), [("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("HÓA", "hoá")]
)
def test_where_the_tone_stands_makes_no_difference(old, new):
    assert accent(old) == accent(new)
    assert accent(unicodedata.normalize("NFD", old)) == accent(new)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hóa"), ("ma", "mà"), ("dan", "đan")])
def test_words_with_other_marks_stay_apart_where_marks_count(one, other):
    assert accent(one) != accent(other)
    assert fold(one) == fold(other)


def test_words_know_where_they_stand_in_the_text():
    text = "Ở Đà Nẵng, 2020."
    assert [text[word.start : word.end] for word in words_of(text)] == ["Ở", "Đà", "Nẵng", "2020"]


def test_a_plain_word_has_no_accented_form():
    assert [word.accented for word in words_of("Da Nẵng")] == ["", "năng3"]
