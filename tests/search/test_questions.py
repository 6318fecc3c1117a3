"""The table of questions: what a reader types, and what must come first."""

from pathlib import Path

import pytest

QUESTIONS = [
    line.split("\t")
    for line in Path(__file__).with_name("questions.tsv").read_text("utf-8").splitlines()
    if line
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("question", "language", "expected"), QUESTIONS)
def test_the_nearest_thing_comes_first(found, question, language, expected):
    assert found(question, language)[:1] == [expected]


def test_the_table_is_long_and_asks_in_both_languages():
    assert len(QUESTIONS) >= 120
    asked = [language for _question, language, _expected in QUESTIONS]
    assert min(asked.count("vi"), asked.count("en")) >= 50
