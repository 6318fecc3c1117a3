"""The secretariat's screens, used as an editor uses them: each page read, filled in and posted."""

from django.urls import reverse

from ascn_portal.publishing import snapshot
from ascn_portal.publishing.models import record_models
from partners.models import Partner
from tests import factories
from tests.factories import cites, make_partner, make_source, part

from .form_reader import posted

RECORDS = record_models()
MAKERS = {
    "cities.actionplan": "make_action_plan",
    "cities.focusarea": "make_focus_area",
    "cities.monitoringreport": "make_report",
    "documents.documentversion": "make_version",
}
EVENT = {
    "title_vi": "Hội thảo mới",
    "title_en": "New workshop",
    "summary_vi": "Tóm tắt.",
    "summary_en": "Summary.",
    "slug": "new-workshop",
    "kind": "workshop",
    "starts_on": "17/07/2026",
    "precision": "day",
    "confidence": "high",
}


def label(model) -> str:
    return model._meta.label_lower


def make(model, **fields):
    """A record of any kind."""
    maker = MAKERS.get(label(model), f"make_{model._meta.model_name}")
    return getattr(factories, maker)(**fields)


def url(row_or_model, page="change") -> str:
    opts = row_or_model._meta
    args = [row_or_model.pk] if page not in {"add", "changelist"} else []
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def save(client, page_url: str, button="_save", **typed):
    """Open the page, type, press the button; where that leads."""
    page = client.get(page_url)
    assert page.status_code == 200
    return client.post(page_url, posted(page, **{button: "x"}, **typed))


def restore(client, revision, **button):
    """Press the button on the page of `revision` that brings it back; where that leads."""
    page = client.get(url(revision))
    address = reverse("admin:publishing_revision_restore", args=[revision.pk])
    return client.post(address, posted(page, **button))


def now_says(record) -> dict:
    return snapshot.take(type(record).objects.get(uid=record.uid))


def errors(response) -> str:
    """All that the forms of the page object to."""
    context = response.context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    return str([context["adminform"].form.errors, *(formset.errors for formset in formsets)])


def with_source(**typed) -> dict:
    """What is typed to cite one source."""
    prefix = "sources-citation-content_type-object_id"
    return typed | {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-0-source": str(make_source().pk),
        f"{prefix}-0-order": "0",
    }


def partner_with_sourced_proposal(**fields) -> Partner:
    proposal = part(title_vi="Đề xuất", title_en="Offer", year=2020, parts={"citations": cites()})
    return make_partner(parts={"proposals": proposal, "citations": cites()}, **fields)
