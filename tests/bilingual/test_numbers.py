"""Numbers are read as the language writes them, or refused; never as another number."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from ascn_portal.bilingual.numbers import LocalDecimalField

WRITTEN = [
    ("vi", "1.234,5", "1234.5"),
    ("vi", "1234,5", "1234.5"),
    ("vi", "21.717.622,97", "21717622.97"),
    ("vi", "16,0678", "16.0678"),
    ("vi", "3.065.628", "3065628"),
    ("vi", "-6,175", "-6.175"),
    ("en", "1,234.5", "1234.5"),
    ("en", "1234.5", "1234.5"),
    ("en", "21,717,622.97", "21717622.97"),
    ("en", "16.0678", "16.0678"),
    ("en", "3 065 628", "3065628"),
    ("en", "\N{MINUS SIGN}6.175", "-6.175"),
]
# Of the other language, yet they can be nothing else.
OTHER = [("vi", "16.0678", "16.0678"), ("vi", "0.125", "0.125"), ("en", "16,0678", "16.0678")]
REFUSED = [
    ("vi", "1,234.5"),
    ("vi", "1.23.456"),
    ("vi", "12,5,0"),
    ("en", "1.234,5"),
    ("en", "1,23,456"),
    ("en", "1e5"),
    ("en", "NaN"),
    ("vi", "khoảng 5"),
]


@pytest.mark.parametrize(("language", "typed", "number"), WRITTEN + OTHER)
def test_a_number_is_read_as_it_was_meant(language, typed, number):
    with override(language):
        assert LocalDecimalField().clean(typed) == Decimal(number)


@pytest.mark.parametrize(("language", "typed"), REFUSED)
def test_a_number_that_is_not_certain_is_refused_with_an_example(language, typed):
    example = {"vi": "1.234,5", "en": "1,234.5"}[language]
    with override(language), pytest.raises(ValidationError, match=example):
        LocalDecimalField().clean(typed)


@pytest.mark.parametrize("typed", ["16.067", "108.220", "-6.175"])
def test_a_latitude_with_an_english_point_is_not_read_as_thousands(typed):
    field = LocalDecimalField(max_digits=8, decimal_places=5)
    with override("vi"), pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize(("language", "shown"), [("vi", "21.717.622,9"), ("en", "21,717,622.9")])
def test_a_number_is_shown_as_it_is_read(language, shown):
    field, number = LocalDecimalField(), Decimal("21717622.9000")
    with override(language):
        assert field.prepare_value(number) == shown
        assert not field.has_changed(number, shown)
