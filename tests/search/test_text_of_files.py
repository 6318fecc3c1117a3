"""The text inside files is found by page, while readers may have the file."""

import pytest

from ascn_portal.publishing import services as publishing
from ascn_portal.search import index
from documents import services
from tests.documents import made_files as made
from tests.factories import both, file_part, make_document, make_version

pytestmark = pytest.mark.django_db
PAGES = ("Mở đầu về đô thị.", "Trạm cân xà lan Wezqim hoạt động từ năm 2024.\nHết.")


@pytest.fixture
def stored(tmp_path, editor, django_capture_on_commit_callbacks):
    """A PDF of two pages, read."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(made.pdf(*PAGES))
    with django_capture_on_commit_callbacks(execute=True):
        return services.store(path, "plan.pdf", author=editor)[0]


@pytest.fixture
def document(db):
    return make_document(slug="plan", **both("title", "Kế hoạch bến cảng", "Port plan"))


def make_plan(document, stored, state="published", number=1, **fields):
    files = file_part(stored, **{"language": "vi", "file_name": "plan.pdf"} | fields)
    return make_version(state, {"files": files}, document=document, number=number)


def test_a_page_of_a_file_is_found_with_its_sentence_and_opens_there(page, document, stored):
    make_plan(document, stored)
    for language in ("vi", "en"):
        [row] = page("tram can xa lan", language).context["rows"]
        assert (row["kind"], row["page"]) == ("file", 2)
        assert row["url"] == "/documents/plan/v1/vi/plan.pdf#page=2"
        assert "".join(piece.text for piece in row["title"]) == "Kế hoạch bến cảng"
        assert [piece.text for piece in row["snippet"] if piece.is_match] == ["Trạm cân xà lan"]


def test_the_title_finds_the_document_and_not_each_page_of_its_file(found, document, stored):
    make_plan(document, stored)
    results = found("Kế hoạch bến cảng", "vi")
    assert results[0] == "document plan"
    assert "file plan" not in results


def test_what_readers_may_not_have_is_not_found(found, document, stored, editor):
    draft = make_plan(document, stored, "draft")
    assert found("Wezqim") == []
    publishing.publish(publishing.revisions_of(draft).first(), approver=editor)
    assert found("Wezqim") == ["file plan"]
    publishing.withdraw(document, author=editor, reason_vi="Có sai sót", reason_en="An error")
    assert found("Wezqim") == []


def test_a_file_that_is_withdrawn_alone_is_not_found(found, document, stored):
    make_plan(document, stored, withdrawal_reason_vi="Bản sai", withdrawal_reason_en="Wrong text")
    assert found("Wezqim") == []


def test_a_file_is_found_once_it_has_been_read(found, document, tmp_path, editor):
    path = tmp_path / "plan.pdf"
    path.write_bytes(made.pdf(*PAGES))
    stored = services.store(path, "plan.pdf", author=editor)[0]
    make_plan(document, stored)
    assert found("Wezqim") == []
    services.read_stored(stored.pk)
    assert found("Wezqim") == ["file plan"]


def test_an_older_version_stands_below_the_latest(page, document, stored):
    make_plan(document, stored)
    make_plan(document, stored, number=2)
    rows = page("Wezqim", "vi").context["rows"]
    assert [(row["url"].split("/")[3], row["is_current"]) for row in rows] == [
        ("v2", True),
        ("v1", False),
    ]


def test_a_rebuild_finds_the_same_pages(found, document, stored):
    make_plan(document, stored)
    index.rebuild()
    assert found("Wezqim") == ["file plan"]


@pytest.mark.parametrize(("language", "name"), [("vi", "Tiếng Lào"), ("en", "Lao")])
def test_a_file_in_a_language_of_the_region_is_titled_in_one_of_ours(
    page, document, stored, language, name
):
    make_plan(document, stored, language="lo")
    answer = page("Wezqim", language)
    [row] = answer.context["rows"]
    assert ("".join(piece.text for piece in row["title"]), row["title_language"]) == (
        "Port plan",
        "en",
    )
    assert row["snippet_language"] == "lo"
    assert name in answer.text
