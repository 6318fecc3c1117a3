"""A comparison of cities as a file, and copies of it and of its page."""

import pytest

from tests.html import Html

from .comparison import KNOWN, PATH, address, figures, get, pair, rows, table

pytestmark = pytest.mark.django_db


def test_file_needs_a_whole_choice(client):
    assert get(client, "da-nang", tail="&format=csv").status_code == 400
    assert client.get(f"{PATH}?format=csv").status_code == 400


@pytest.mark.parametrize(
    ("language", "fact", "value"),
    [("en", "Population", "3,065,628 people"), ("vi", "Dân số", "3.065.628 người")],
)
def test_file_says_what_the_page_says(client, language, fact, value):
    page = get(client, *KNOWN, language=language)
    assert f"{address(*KNOWN, language=language)}&format=csv" in Html(page.text).links()
    response = get(client, *KNOWN, language=language, tail="&format=csv")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="ascn-cebu-city-da-nang-singapore.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbf")
    [line] = [
        list(line.values())
        for line in table(response)
        if value in line.values() and next(iter(line.values())).startswith(fact)
    ]
    assert line[3:6] == ["3065628", line[4], "2025"]
    assert line[6]
    assert line[8].startswith({"en": "Not comparable", "vi": "Không so sánh được"}[language])
    assert "https://" in line[9]
    shown = [cell for row in rows(page).values() for cell in row.cells]
    assert len(table(response)) == sum(max(len(cell), 1) for cell in shown)


def test_file_calculates_nothing(client):
    first, second = pair()
    figures("=cmd()", (first, "-5", "2025-01-01", "\t@city"), (second, "5", "2025-01-01", "+"))
    lines = table(get(client, first, second, tail="&format=csv"))
    said = [
        (line["Fact"], line["Scope"], line["Number"]) for line in lines if "cmd" in line["Fact"]
    ]
    assert said == [("'=cmd()", "'@city", "-5"), ("'=cmd()", "'+", "5")]


def test_page_and_file_can_be_kept_and_asked_about(client):
    page, file = get(client, *KNOWN), get(client, *KNOWN, tail="&format=csv")
    assert page["ETag"] != file["ETag"]
    for path, answer in ((address(*KNOWN), page), (address(*KNOWN, tail="&format=csv"), file)):
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        assert client.head(path)["ETag"] == answer["ETag"]
        assert client.head(path).content == b""
