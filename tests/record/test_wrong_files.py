"""A file with anything wrong in it is named with row and reason, and changes nothing."""

import unicodedata

import pytest
from django.core.management import CommandError, call_command

from ascn_portal.publishing.models import LoadedFile, Revision
from ascn_portal.publishing.record import RecordRefused, load
from ascn_portal.publishing.record.entries import faults_of, texts_in
from partners.models import Partner

from .conftest import shipped

pytestmark = pytest.mark.django_db


def set_first(key, value):
    """An edit that gives the first row another value."""

    def edit(rows):
        rows[0][key] = value

    return edit


def drop_first(key):
    """An edit that takes a key from the first row."""

    def edit(rows):
        del rows[0][key]

    return edit


def state() -> tuple:
    """What a load could have changed."""
    files = sorted(LoadedFile.objects.values_list("name", "digest"))
    return Revision.objects.count(), Partner.objects.count(), files


def refusal(folder) -> list[str]:
    """The faults for which a load is refused, having changed nothing."""
    before = state()
    with pytest.raises(RecordRefused) as refused:
        load(folder)
    assert state() == before
    return refused.value.faults


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            lambda rows: rows.append(rows[0]),
            "row japan: “japan” is the name or former address of more than one row",
        ),
        (set_first("country", "XX"), "row japan: there is no countries:XX"),
        (drop_first("kind"), "row japan: the key “kind” is missing"),
        (set_first("colour", "red"), "row japan: the key “colour” is not known"),
        (
            lambda rows: rows[0]["sources"][2].update(published="2019-02-30"),
            "row japan, sources 日ASEANスマートシティ・ネットワーク ハイレベル会合の結果: "
            "“published” holds no date: 2019-02-30",
        ),
        (
            set_first("name_vi", unicodedata.normalize("NFD", "Nhật Bản")),
            "row japan: the text is not in composed Unicode (NFC): "
            + unicodedata.normalize("NFD", "Nhật Bản"),
        ),
        (
            set_first("summary_en", "Write to info@example.org"),
            "row japan: this looks like an e-mail address: Write to info@example.org",
        ),
        (
            set_first("summary_en", "Call +81 3 5253 8111"),
            "row japan: this looks like a telephone number: Call +81 3 5253 8111",
        ),
        (
            set_first("summary_en", "a\x00b"),
            "row japan: the text holds a character that no text has: 'a\\x00b'",
        ),
        (set_first("name_en", 7), "row japan: “name_en” holds 7"),
        (set_first("proposals", "none"), 'row japan: “proposals” holds "none"'),
        (set_first("proposals", ["none"]), "row japan: “proposals” is no list of objects"),
        (set_first("kind", "planet"), "row japan: kind: Value 'planet' is not a valid choice."),
        (set_first("website", "nowhere"), "row japan: website: Enter a valid URL."),
        (set_first("summary_vi", None), "row japan: “summary_vi” is empty"),
        (set_first("sources", []), "row japan: there is no source"),
        (lambda rows: {"rows": rows}, None),
        (lambda rows: 7, ": this is neither an object nor a list"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_reason(newer, edit, fault):
    faults = refusal(newer("partners.json", edit))
    assert all(line.startswith("partners.json") for line in faults)
    assert fault is None or f"partners.json, {fault}".replace(", :", ":") in faults


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[{", "this is no readable JSON"),
        ('[{"slug": "a", "slug": "b"}]', "the key “slug” stands twice in an object"),
        (b"\xff", "this is no readable JSON"),
        ("[" * 100_000, "this is no readable JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, text, reason):
    path = tmp_path / "partners.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (fault,) = refusal(tmp_path)
    assert fault.startswith("partners.json: ")
    assert reason in fault


@pytest.mark.parametrize(
    ("name", "edit", "fault"),
    [
        (
            "membership.json",
            set_first("joined_not_after", "2018-13-01"),
            "membership.json, row bandar-seri-begawan: “joined_not_after” holds no date",
        ),
        (
            "membership.json",
            set_first("joined_not_after", "2018-01-01"),
            "membership.json, row bandar-seri-begawan: ",
        ),
        (
            "indicators.json",
            set_first("place", "atlantis"),
            "indicators.json, row member-cities-network-2018-04-28: there is no cities:atlantis",
        ),
        (
            "terms.json",
            lambda data: data["chairs"][0].update(year=None),
            "terms.json, chairs 1: a value is of a wrong type",
        ),
        (
            "indicators.json",
            set_first("value", None),
            "indicators.json, row member-cities-network-2018-04-28: this is no number: None",
        ),
        (
            "indicators.json",
            set_first("as_of", "last year"),
            "indicators.json, row member-cities-network-2018-04-28: this is no time: last year",
        ),
        (
            "projects.json",
            lambda rows: rows[0]["timeline"].update(end="soon"),
            "projects.json, row bandar-seri-begawan-revitalise-kampong-ayer, timeline: "
            "“end” holds no year: soon",
        ),
    ],
)
def test_rows_of_other_files_are_named_as_well(newer, name, edit, fault):
    faults = refusal(newer(name, edit))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_a_former_address_that_two_projects_claim_is_refused(newer):
    def edit(rows):
        rows[1]["slug"] = rows[0]["slug"]

    faults = refusal(newer("projects_me2025.json", edit))
    assert len(faults) == 2
    assert all("“me2025-001” is the name or former address of more" in line for line in faults)


def test_a_figure_that_stands_twice_is_refused(newer):
    faults = refusal(newer("indicators.json", lambda rows: rows.append(rows[0])))
    assert len(faults) == 2
    assert all("its slug stands more than once" in line for line in faults)


def test_all_wrong_rows_of_all_files_are_named_together(newer):
    newer("documents.json", set_first("year", "long ago"))

    def edit(rows):
        rows[0]["country"], rows[1]["country"], rows[2]["colour"] = "XX", "YY", "red"

    faults = refusal(newer("partners.json", edit))
    names = [line.split(":")[0] for line in faults]
    assert names == [
        "documents.json, row ascn-concept-note-2018",
        "partners.json, row republic-of-korea",
        "partners.json, row japan",
        "partners.json, row jasca",
    ]


def test_a_file_of_an_unknown_name_is_not_passed_over(tmp_path):
    (tmp_path / "partner.json").write_text("[]")
    assert refusal(tmp_path) == ["partner.json: no data file has this name"]


def test_the_command_prints_every_fault_and_fails(newer):
    with pytest.raises(CommandError) as failed:
        call_command("load_record", directory=newer("partners.json", set_first("country", "XX")))
    assert "  partners.json, row japan: there is no countries:XX" in str(failed.value)


@pytest.mark.parametrize(
    "text",
    [
        "info@example.org",
        "Ms.An@moc.gov.vn,",
        "+84 24 3974 0000",
        "(+65) 6645 9576",
        "024 3821 5137",
        "Tel: 62 21 726",
        "Điện thoại 3974",
    ],
)
def test_contact_data_is_recognised(text):
    assert any("looks like" in fault for fault in faults_of(f"Contact: {text} (office)"))


@pytest.mark.parametrize(
    "text",
    [
        "Mohd Hazli bin Ahmad @ Adnan",
        "2018-2025, 21.717.622,97 USD",
        "200,000 people on 30/8/2021",
        "+2-3% a year, 0.4-1.2%",
        "950/QĐ-TTg",
        "https://baomoi.net.vn/a-c35725426.epi",
    ],
)
def test_names_numbers_and_addresses_are_no_contact_data(text):
    assert list(faults_of(text)) == []


def test_the_shipped_files_hold_no_contact_data():
    names = {name for kind in kinds() for name in kind.files}
    faults = [
        fault for name in names for text in texts_in(shipped(name)) for fault in faults_of(text)
    ]
    assert faults == []


def kinds():
    from ascn_portal.publishing.record.kinds import discover

    return discover()
