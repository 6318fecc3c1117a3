"""Citations of documents as files, read back as reference managers read them."""

import json
import re

import pytest
from django.utils import translation

from ascn_portal.publishing import services, snapshot
from documents.citing import FORMATS
from documents.models import Document
from tests.factories import make_document, make_source

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
HOSTILE = (
    "Unbalanced } brace { and {",
    r"Back\slash \input{secret} \\ 100 % & # $ _ ~ ^",
    "Line\r\nbreak\nER  - \r\nTY  - JOUR",
    "\"Quoted\" “Khung” 'single' @misc{x, title = {y}}",
    "Dấu tiếng Việt: Ặ ễ ợ đ, ₫ 10.000 – và < > </script>",
)
CSL_TYPES = {"report", "document"}
RIS_TYPES = {"RPRT", "GOVDOC"}
MONTH_ONLY = {"status_on": "2020-07-01", "status_precision": "month"}


def get(client, document, form, language="en"):
    slug = getattr(document, "slug", document)
    return client.get(f"/{language}/documents/{slug}/cite.{form}")


def bibtex_of(client, document, language="en") -> tuple[str, str, dict]:
    return read_bibtex(get(client, document, "bib", language).content.decode())


def ris_of(client, document, language="en") -> dict:
    return dict(read_ris(get(client, document, "ris", language).content.decode()))


def csl_of(client, document, language="en") -> dict:
    [item] = json.loads(get(client, document, "json", language).content)
    return item


# --- Strict readers


def read_bibtex(text: str) -> tuple[str, str, dict]:
    """Kind, key and fields of the one entry of a BibTeX file, as BibTeX counts braces."""
    head = re.match(r"@([a-z]+)\{([^\s,{}\"#%'()=]+),\n", text)
    assert head, text
    place, fields = head.end(), {}
    while text[place] != "}":
        field = re.compile(r"  ([a-z]+) = ").match(text, place)
        assert field, text[place:]
        assert field[1] not in fields
        value, place = read_value(text, field.end())
        fields[field[1]] = value
        assert text[place : place + 2] == ",\n"
        place += 2
    assert text[place:] == "}\n"
    return head[1], head[2], fields


def read_value(text: str, place: int) -> tuple[str, int]:
    """A value of a field and where it ends: a word, or what stands in braces."""
    if word := re.compile(r"[a-z]{3}").match(text, place):
        return word[0], word.end()
    assert text[place] == "{"
    depth, begins = 0, place
    while True:
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
        if depth == 0:
            return text[begins + 1 : place - 1], place


COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def typeset(value: str) -> str:
    """What TeX prints of a value; a sign that it would act upon is an error."""
    value = value.removeprefix("{").removesuffix("}") if value.startswith("{") else value
    printed = re.sub(r"\\(text[a-z]+)\{\}|\\([&%$#_])", replaced, value)
    bare = re.sub(r"\\(text[a-z]+)\{\}|\\([&%$#_])", "", value)
    assert not re.search(r"[\\{}~^&%$#_]", bare), value
    return printed


def replaced(found) -> str:
    return found[2] or COMMANDS[found[1]]


def read_ris(text: str) -> list[tuple[str, str]]:
    """The fields of the one record of an RIS file."""
    assert text.endswith("ER  - \r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - ([^\r\n]*)", line) for line in lines]
    assert all(found), text
    fields = [match.groups() for match in found]
    tags = [tag for tag, _value in fields]
    assert tags[0] == "TY"
    assert tags.count("TY") == tags.count("ER") == 1
    return fields[:-1]


# --- What they say


@LANGUAGES
def test_every_document_of_the_record_can_be_cited_in_each_format(client, language):
    with translation.override(language):
        titles = {row.slug: row.title for row in Document.objects.published()}
    for slug, title in titles.items():
        kind, key, fields = bibtex_of(client, slug, language)
        assert (kind in {"techreport", "misc"}, key) == (True, slug)
        assert typeset(fields["title"]) == title
        ris = ris_of(client, slug, language)
        assert ris["TY"] in RIS_TYPES
        assert ris["TI"] == title
        item = csl_of(client, slug, language)
        assert item["type"] in CSL_TYPES
        assert item["title"] == title
        years = {fields["year"], ris["PY"], str(item["issued"]["date-parts"][0][0])}
        assert len(years) == 1
        page = f"/{language}/documents/{slug}/"
        for text in (fields["note"] + fields["url"], ris["N1"] + ris["UR"]):
            assert page in text.replace("\\_", "_")
        assert page in item["note"] + item["URL"]
        plain = get(client, slug, "txt", language).content.decode()
        assert f"“{title}”" in plain
        assert page in plain


def full_document(**fields):
    return make_document(
        slug="the-text",
        symbol="ASCN/2020/7",
        title_vi="Khung đô thị",
        title_en="Urban framework",
        issuing_body_vi="Ban Thư ký ASEAN",
        issuing_body_en="ASEAN Secretariat",
        languages="en",
        official_url="https://official.example/a_b%20{c}.pdf",
        **fields,
    )


def test_bibtex_says_what_the_record_knows(client, settings):
    settings.PUBLIC_ORIGIN = "https://portal.example"
    kind, key, fields = bibtex_of(client, full_document())
    assert (kind, key) == ("techreport", "the-text")
    assert fields == {
        "author": "{ASEAN Secretariat}",
        "title": "{Urban framework}",
        "type": "Framework",
        "institution": "{ASEAN Secretariat}",
        "number": "ASCN/2020/7",
        "year": "2020",
        "date": "2020-07-17",
        "langid": "english",
        "url": "https://official.example/a_b%20%7Bc%7D.pdf",
        "note": "Public record of the ASEAN Smart Cities Network: "
        "https://portal.example/en/documents/the-text/",
        "month": "jul",
    }


def test_ris_says_what_the_record_knows(client, settings):
    settings.PUBLIC_ORIGIN = "https://portal.example"
    assert ris_of(client, full_document()) == {
        "TY": "RPRT",
        "ID": "the-text",
        "AU": "ASEAN Secretariat",
        "TI": "Urban framework",
        "M3": "Framework",
        "SN": "ASCN/2020/7",
        "PY": "2020",
        "DA": "2020/07/17/",
        "PB": "ASEAN Secretariat",
        "LA": "en",
        "UR": "https://official.example/a_b%20{c}.pdf",
        "N1": "Public record of the ASEAN Smart Cities Network: "
        "https://portal.example/en/documents/the-text/",
        "DP": "Public record of the ASEAN Smart Cities Network",
    }


def test_csl_says_what_the_record_knows(client, settings):
    settings.PUBLIC_ORIGIN = "https://portal.example"
    assert csl_of(client, full_document()) == {
        "id": "the-text",
        "type": "report",
        "title": "Urban framework",
        "author": [{"literal": "ASEAN Secretariat"}],
        "genre": "Framework",
        "number": "ASCN/2020/7",
        "publisher": "ASEAN Secretariat",
        "issued": {"date-parts": [[2020, 7, 17]]},
        "language": "en",
        "URL": "https://official.example/a_b%20{c}.pdf",
        "source": "Public record of the ASEAN Smart Cities Network",
        "note": "Public record of the ASEAN Smart Cities Network: "
        "https://portal.example/en/documents/the-text/",
    }


def test_plain_text_is_one_sentence_to_copy(client, settings):
    settings.PUBLIC_ORIGIN = "https://portal.example"
    assert get(client, full_document(), "txt").content.decode() == (
        "ASEAN Secretariat, “Urban framework”, framework, ASCN/2020/7, 17 July 2020. "
        "https://official.example/a_b%20{c}.pdf. Public record of the ASEAN Smart Cities Network: "
        "https://portal.example/en/documents/the-text/\n"
    )


def test_reader_of_the_other_language_is_told_the_original_title(client):
    document = full_document()
    _kind, _key, fields = bibtex_of(client, document, "vi")
    assert typeset(fields["title"]) == "Khung đô thị"
    assert typeset(fields["origtitle"]) == "Urban framework"
    assert csl_of(client, document, "vi")["original-title"] == "Urban framework"
    assert ris_of(client, document, "vi")["OP"] == "Urban framework"
    assert csl_of(client, document, "vi")["language"] == "en"
    assert "“Khung đô thị” [Urban framework]" in get(client, document, "txt", "vi").text


def test_no_author_or_language_is_made_up(client):
    document = make_document()
    kind, _key, fields = bibtex_of(client, document)
    assert kind == "misc"  # a report would have to name an institution
    assert not {"author", "institution", "langid"} & set(fields)
    assert not {"AU", "PB", "LA"} & set(ris_of(client, document))
    assert not {"author", "publisher", "language"} & set(csl_of(client, document))


def test_publisher_of_the_document_itself_is_named_where_no_body_issued_it(client):
    source = make_source(publisher="Cơ quan & đối tác")
    document = make_document(source=source)
    _kind, _key, fields = bibtex_of(client, document)
    assert typeset(fields["institution"]) == "Cơ quan & đối tác"
    assert "author" not in fields
    assert csl_of(client, document)["publisher"] == "Cơ quan & đối tác"


@pytest.mark.parametrize(
    ("fields", "bibtex", "ris", "parts"),
    [
        ({"status_on": "2020-07-17"}, "2020-07-17", "2020/07/17/", [2020, 7, 17]),
        (
            {"status_on": "2020-07-01", "status_precision": "month"},
            "2020-07",
            "2020/07//",
            [2020, 7],
        ),
        ({"status_on": "2020-01-01", "status_precision": "year"}, "2020", None, [2020]),
        ({"status_on": None}, "2020", None, [2020]),
        ({"status_on": "2020-09-01", "status": "superseded"}, "2020", None, [2020]),
        ({"status_on": "2021-02-01"}, "2020", None, [2020]),
    ],
)
def test_date_is_told_as_far_as_it_is_known(client, fields, bibtex, ris, parts):
    document = make_document(year=2020, **fields)
    assert bibtex_of(client, document)[2]["date"] == bibtex
    assert ris_of(client, document).get("DA") == ris
    assert csl_of(client, document)["issued"]["date-parts"] == [parts]


def test_declaration_is_neither_report_nor_treaty(client):
    document = make_document(kind="declaration", source=make_source(publisher="ASEAN"))
    kind, _key, fields = bibtex_of(client, document)
    assert (kind, fields["howpublished"]) == ("misc", "Declaration")
    assert ris_of(client, document)["TY"] == "GOVDOC"
    assert csl_of(client, document)["type"] == "document"


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_format(client, title):
    texts = {"title_en": title, "issuing_body_en": title, "symbol": title[:80]}
    document = make_document(**texts)
    one_line = " ".join(title.split())
    _kind, _key, fields = bibtex_of(client, document)
    assert typeset(fields["title"]) == typeset(fields["author"]) == one_line
    ris = ris_of(client, document)
    assert ris["TI"] == ris["AU"] == one_line
    item = csl_of(client, document)
    assert item["title"] == item["author"][0]["literal"] == one_line
    assert get(client, document, "txt").content.decode().count("\n") == 1


# --- How they are given


@pytest.mark.parametrize(
    ("form", "media_type", "disposition"),
    [
        ("txt", "text/plain; charset=utf-8", "inline"),
        ("bib", "application/x-bibtex; charset=utf-8", "attachment"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "attachment"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8", "attachment"),
    ],
)
def test_citation_is_a_file_of_its_own_type_and_name(client, form, media_type, disposition):
    response = get(client, make_document(slug="the-text"), form)
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Content-Disposition"] == f'{disposition}; filename="the-text.{form}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    etag = response.headers["ETag"]
    address = f"/en/documents/the-text/cite.{form}"
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    assert client.post(address).status_code == 405


def test_letters_stand_as_they_are(client):
    document = make_document(title_vi="Đô thị Huế")
    for form in FORMATS:
        assert "Đô thị Huế".encode() in get(client, document, form, "vi").content


@pytest.mark.parametrize("form", ["xml", "BIB", "bibtex", "bib.txt", "%00", "a" * 500])
def test_unknown_format_is_not_found(client, form):
    assert get(client, make_document(), form).status_code in {400, 404}


@pytest.mark.parametrize("form", list(FORMATS))
def test_what_is_not_public_cannot_be_cited(client, editor, form):
    assert get(client, make_document(state="draft"), form).status_code == 404
    assert get(client, make_document(state="withdrawn"), form).status_code == 410
    document = make_document(slug="former")
    shape = snapshot.take(document) | {"slug": "present"}
    revision = services.save(Document, document.uid, shape, author=editor)
    services.publish(revision, approver=editor)
    moved = get(client, "former", form, "vi")
    assert moved.status_code == 301
    assert moved.headers["Location"] == f"/vi/documents/present/cite.{form}"
