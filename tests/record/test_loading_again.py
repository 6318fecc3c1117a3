"""What staff did stays; what they did not touch follows the files."""

import io

import pytest
from django.core.management import CommandError, call_command

from ascn_portal.publishing import services, snapshot
from ascn_portal.publishing.models import LoadedFile, LoadedRow, Revision
from ascn_portal.publishing.record import RecordRefused, entries, load
from ascn_portal.sources.models import Source
from events.models import Event
from partners.models import Partner
from tests.factories import make_event, make_partner

pytestmark = pytest.mark.django_db


def say_more(*slugs):
    """An edit of a file by which the named rows say something else."""

    def edit(rows):
        for row in rows:
            if row["slug"] in slugs:
                row["summary_vi"], row["summary_en"] = "Bản mới hơn.", "A newer edition."

    return edit


def edit_as(editor, slug: str, **fields) -> Partner:
    """The partner as `editor` has changed it."""
    partner = Partner.objects.get(slug=slug)
    shape = snapshot.take(partner) | fields
    return services.publish(services.save(Partner, partner.uid, shape, author=editor))


def withdraw_as(editor, slug: str) -> Partner:
    partner = Partner.objects.get(slug=slug)
    services.withdraw(partner, author=editor, reason_vi="Nhầm lẫn", reason_en="A mistake")
    return partner


def delete_as(editor, slug: str):
    services.delete(Partner.objects.get(slug=slug), author=editor)


def summary(slug: str) -> str:
    return Partner.objects.get(slug=slug).summary_en


def test_a_second_load_reads_no_file_and_changes_nothing(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(entries.json, "loads", None)
    before = Revision.objects.count()
    with django_capture_on_commit_callbacks() as hooks:
        report = load()
    assert all(set(counts) == {"unchanged"} for counts in report.counts.values())
    assert (Revision.objects.count(), hooks) == (before, [])


def test_files_are_read_again_when_the_code_that_reads_them_has_changed():
    LoadedFile.objects.filter(name="partners/record.py").update(digest="another")
    before = Revision.objects.count()
    report = load()
    assert set(report.counts["partners"]) == {"unchanged"}
    assert Revision.objects.count() == before
    assert LoadedFile.objects.get(name="partners/record.py").digest != "another"


def test_a_newer_file_changes_the_rows_that_nobody_touched(newer):
    report = load(newer("partners.json", say_more("japan")))
    assert report.counts["partners"]["updated"] == 1
    assert summary("japan") == "A newer edition."
    newest = services.revisions_of(Partner.objects.get(slug="japan")).first()
    assert (newest.number, newest.author.username, newest.action) == (2, "record", "publish")


def test_a_newer_file_that_was_loaded_is_not_undone_by_the_shipped_one(newer):
    load(newer("partners.json", say_more("japan")))
    load()
    assert summary("japan") == "A newer edition."


def test_what_staff_changed_withdrew_or_deleted_stays_so_and_is_listed(newer, editor):
    edit_as(editor, "japan", summary_en="As the secretariat says.")
    withdraw_as(editor, "norway")
    delete_as(editor, "world-bank")
    for report in (load(), load(newer("partners.json", say_more("japan", "norway", "world-bank")))):
        assert report.left_alone == {
            "partners:japan": "changed by staff",
            "partners:norway": "withdrawn by staff",
            "partners:world-bank": "deleted by staff",
        }
    assert summary("japan") == "As the secretariat says."
    assert Partner.objects.get(slug="norway").state == "withdrawn"
    assert summary("norway") != "A newer edition."
    assert not Partner.objects.filter(slug="world-bank").exists()


def test_what_staff_only_approved_is_theirs_too(newer, editor):
    draft = Partner.objects.get(slug="world-bank")
    services.publish(services.revisions_of(draft).first(), approver=editor)
    report = load(newer("partners.json", say_more("world-bank")))
    assert "partners:world-bank" in report.left_alone
    assert summary("world-bank") != "A newer edition."


def test_take_writes_the_row_of_the_file_over_an_edit_and_the_row_is_ours_again(newer, editor):
    edit_as(editor, "japan", summary_en="As the secretariat says.")
    folder = newer("partners.json", say_more("japan"))
    report = load(folder, ["partners:japan"])
    assert summary("japan") == "A newer edition."
    assert report.left_alone == {}
    assert services.revisions_of(Partner.objects.get(slug="japan")).count() == 3


def test_take_reads_a_file_that_has_not_changed(editor):
    shipped = summary("japan")
    edit_as(editor, "japan", summary_en="As the secretariat says.")
    load(take=["partners:japan"])
    assert summary("japan") == shipped


def test_take_brings_a_deleted_row_back_as_the_draft_that_it_was(editor):
    uid = Partner.objects.get(slug="world-bank").uid
    delete_as(editor, "world-bank")
    load(take=["partners:world-bank"])
    assert Partner.objects.get(slug="world-bank").uid == uid
    assert Partner.objects.get(slug="world-bank").state == "draft"


def test_take_gives_a_withdrawn_row_its_text_but_not_back_to_the_public(newer, editor):
    withdraw_as(editor, "norway")
    load(newer("partners.json", say_more("norway")), ["partners:norway"])
    assert summary("norway") == "A newer edition."
    assert Partner.objects.get(slug="norway").state == "withdrawn"


def test_a_row_that_no_file_has_cannot_be_taken():
    with pytest.raises(RecordRefused, match="partners:atlantis: no file has such a row"):
        load(take=["partners:atlantis"])


def test_what_staff_made_before_the_files_did_is_theirs(newer):
    own = make_partner(slug="new-bank")

    def edit(rows):
        rows.append(rows[-1] | {"slug": "new-bank", "confidence": "high"})

    report = load(newer("partners.json", edit))
    assert report.left_alone == {"partners:new-bank": "made by staff"}
    assert Partner.objects.get(slug="new-bank").uid == own.uid
    assert LoadedRow.objects.get(key="partners:new-bank").uid == own.uid


def test_a_row_that_names_what_staff_made_names_their_record(newer):
    own = make_event(slug="expo")
    newer("events.json", lambda rows: rows.append(rows[0] | {"slug": "expo"}))

    def edit(rows):
        rows[0]["proposals"][0]["event"] = "expo"

    load(newer("partners.json", edit))
    assert list(own.proposals.values_list("partner__slug", flat=True)) == ["japan"]


def test_a_row_that_names_what_staff_deleted_is_left_alone(newer, editor):
    doubtful = Event.objects.filter(state="draft").first()
    services.delete(doubtful, author=editor)

    def edit(rows):
        rows[0]["proposals"][0]["event"] = doubtful.slug

    report = load(newer("partners.json", edit))
    assert (
        report.left_alone["partners:japan"] == f"names events:{doubtful.slug}, which staff deleted"
    )


def test_a_row_that_vanished_from_the_files_is_kept_and_listed(newer):
    report = load(newer("partners.json", lambda rows: rows[1:]))
    assert report.vanished == ["partners:japan"]
    assert Partner.objects.get(slug="japan").state == "published"


def test_a_row_that_is_no_longer_doubtful_is_published(newer):
    def edit(rows):
        next(row for row in rows if row["slug"] == "world-bank")["confidence"] = "medium"

    load(newer("partners.json", edit))
    assert Partner.objects.get(slug="world-bank").state == "published"


def test_a_source_follows_the_files_until_staff_change_it(newer):
    url = "https://decn.co.jp/?p=158728"

    def rename(title):
        def edit(rows):
            next(s for s in rows[0]["sources"] if s["url"] == url)["title"] = title

        return edit

    load(newer("partners.json", rename("A better title")))
    assert Source.objects.get(url=url).title == "A better title"
    Source.objects.filter(url=url).update(title="The title of the secretariat")
    load(newer("partners.json", rename("A third title")))
    assert Source.objects.get(url=url).title == "The title of the secretariat"


def test_a_dry_run_says_what_would_happen_and_changes_nothing(newer):
    before = Revision.objects.count(), LoadedFile.objects.count()
    folder = newer("partners.json", say_more("japan"))
    out = io.StringIO()
    call_command("load_record", dry_run=True, directory=folder, stdout=out)
    assert "partners: 1 updated, 17 unchanged" in out.getvalue()
    assert "nothing was changed" in out.getvalue()
    assert summary("japan") != "A newer edition."
    assert (Revision.objects.count(), LoadedFile.objects.count()) == before


def test_the_command_lists_what_it_left_alone(editor):
    edit_as(editor, "japan", summary_en="As the secretariat says.")
    out = io.StringIO()
    call_command("load_record", stdout=out)
    assert "partners:japan: changed by staff" in out.getvalue()


def test_the_command_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no directory"):
        call_command("load_record", directory=tmp_path / "nowhere")
