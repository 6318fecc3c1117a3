"""Names sort as the reader's language does, on any database."""

import random

import pytest

from ascn_portal.bilingual.sorting import sort_key
from cities.models import City
from tests.factories import make_city


def in_order(names: list[str], language: str) -> list[str]:
    shuffled = random.Random(7).sample(names, len(names))  # noqa: S311
    return sorted(shuffled, key=lambda name: sort_key(name, language))


@pytest.mark.parametrize(
    "names",
    [
        ["Da Lat", "Dili", "Đà Nẵng", "Hà Nội"],  # đ after d, before e
        ["Cần", "Cẩn", "Cẫn", "Cấn", "Cận"],  # huyền, hỏi, ngã, sắc, nặng
        ["ca", "cà", "cả", "căn", "cân", "co", "cô", "cơ", "cu", "cư"],
        ["Ban A", "Bana"],  # a blank before any letter
        ["Đô thị 2", "Đô thị a"],  # figures before letters
    ],
)
def test_vietnamese_sorts_letters_before_tones(names):
    assert in_order(names, "vi") == names


def test_english_sorts_vietnamese_names_by_their_plain_letters():
    assert in_order(["Da Nang", "Đà Nẵng 2", "Denpasar", "Hà Nội"], "en") == [
        "Da Nang",
        "Đà Nẵng 2",
        "Denpasar",
        "Hà Nội",
    ]


def test_composed_and_decomposed_text_sort_alike():
    assert sort_key("Đa\u0300 Nẵng", "vi") == sort_key("Đà Nẵng", "vi")


def test_stored_keys_follow_the_name_when_it_changes(db):
    make_city(name_vi="Đà Lạt", name_en="Da Lat")
    make_city(name_vi="Ê Ban", name_en="E Ban")
    make_city(name_vi="Dĩ An", name_en="Di An")
    made = City.objects.filter(name_en__in=["Da Lat", "E Ban", "Di An"])
    assert [city.name_vi for city in made.order_by("name_vi_sort")] == ["Dĩ An", "Đà Lạt", "Ê Ban"]
    assert [city.name_en for city in made.order_by("name_en_sort")] == ["Da Lat", "Di An", "E Ban"]
