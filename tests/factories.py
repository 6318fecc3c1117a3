"""Records for tests, made as staff make them: through the services, in both languages.

Each `make_…` takes fields of the shape (see publishing.snapshot) and `state`; what is not said
has a fixed, readable value. `number` tells rows of one kind apart.
"""

import hashlib
import itertools
import uuid

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.text import slugify

from ascn_portal.accounts.models import User
from ascn_portal.accounts.services import update_roles
from ascn_portal.pages.models import Page
from ascn_portal.publishing import services
from ascn_portal.sources.models import Source
from cities.models import (
    ActionPlan,
    City,
    Country,
    FocusArea,
    Indicator,
    Membership,
    MonitoringReport,
    Project,
    Term,
)
from documents.models import Document, DocumentVersion, StoredFile
from documents.services import files_storage
from events.models import Event
from partners.models import Partner

numbers = itertools.count(1)
letters = [f"{a}{b}" for a in "QXZ" for b in "QWXZ"]  # codes that no country has


def make_user(username="staff", **fields) -> User:
    """A user with the password "password"."""
    return User.objects.create_user(username, password="password", **fields)  # noqa: S106


def make_staff(role: str | None, username="", **fields) -> User:
    """A member of staff who has one role and nothing but its rights; None is no role."""
    if not Group.objects.filter(name=role).exists():
        update_roles()
    user = make_user(username or slugify(role), **{"is_staff": True} | fields)
    user.groups.set(Group.objects.filter(name=role))
    return user


def make_source(**fields) -> Source:
    """A source with an address of its own."""
    number = next(numbers)
    defaults = {"title": f"Source {number}", "url": f"https://source.example/{number}"}
    return Source.objects.create(**defaults | fields)


def cites(source=None, **fields) -> dict:
    """The part `citations` of a shape: one citation."""
    source = source or make_source()
    return {str(uuid.uuid4()): {"source": str(source.uid), "pages": "5", **fields}}


def part(**fields) -> dict:
    """One part of a shape, under a uid of its own; relations are named by uid."""
    return {str(uuid.uuid4()): fields}


def make(model, shape: dict, state="published", parts=None, author=None):
    """The record that `shape` describes, in `state` (draft, published or withdrawn).

    Rows given for relations are named by their uid.
    """
    author = author or User.objects.filter(username="factory").first() or make_user("factory")
    shape = {name: reference(value) for name, value in shape.items()}
    shape["parts"] = {"citations": cites()} | (parts or {})
    revision = services.save(model, uuid.uuid4(), shape, author=author)
    if state != "draft":
        services.publish(revision, approver=author)
    record = model.objects.get(uid=revision.uid)
    if state == "withdrawn":
        services.withdraw(record, author=author, reason_vi="Có sai sót", reason_en="An error")
        record.refresh_from_db()
    return record


def reference(value):
    """A row as a shape names it."""
    if isinstance(value, list):
        return [reference(row) for row in value]
    return str(value.uid) if hasattr(value, "uid") else value


def both(field: str, vi: str, en: str) -> dict:
    """A bilingual field of a shape."""
    return {f"{field}_vi": vi, f"{field}_en": en}


def make_country(state="published", parts=None, **fields) -> Country:
    number = next(numbers)
    used = set(Country.objects.values_list("code", flat=True))
    defaults = {
        "code": next(code for code in letters if code not in used),
        "slug": f"country-{number}",
        **both("name", f"Nước {number}", f"Country {number}"),
    }
    return make(Country, defaults | fields, state, parts)


def make_city(state="published", parts=None, **fields) -> City:
    number = next(numbers)
    defaults = {
        "slug": f"city-{number}",
        **both("name", f"Đô thị {number}", f"City {number}"),
        **both("summary", "Một đô thị ven sông.", "A city on a river."),
        "kind": "city",
        "latitude": "16.06780",
        "longitude": "108.22080",
        "timezone": "Asia/Ho_Chi_Minh",
    }
    country = fields.pop("country", None) or make_country()
    return make(City, defaults | {"country": country} | fields, state, parts)


def make_membership(state="published", parts=None, **fields) -> Membership:
    city = fields.pop("city", None) or make_city()
    defaults = {
        "city": city,
        "kind": "member",
        "starts_on": "2024-01-01",
        "starts_precision": "year",
        "starts_not_before": "2024-01-01",
        "starts_not_after": "2024-12-31",
    }
    return make(Membership, defaults | fields, state, parts)


def make_term(state="published", parts=None, **fields) -> Term:
    defaults = {"role": "chair", "starts_on": "2031-01-01", "ends_on": "2031-12-31"}
    country = fields.pop("country", None) or make_country()
    return make(Term, defaults | {"country": country} | fields, state, parts)


def make_focus_area(state="published", parts=None, **fields) -> FocusArea:
    number = next(numbers)
    defaults = {
        "slug": f"focus-area-{number}",
        "order": 50 + number,
        **both("name", f"Lĩnh vực {number}", f"Area {number}"),
        **both("definition", "Một lĩnh vực.", "An area."),
    }
    return make(FocusArea, defaults | fields, state, parts)


def make_action_plan(state="published", parts=None, **fields) -> ActionPlan:
    city = fields.pop("city", None) or make_city()
    defaults = {
        "city": city,
        "starts_year": 2018,
        "ends_year": 2025,
        **both("vision", "Một tầm nhìn.", "A vision."),
    }
    return make(ActionPlan, defaults | fields, state, parts)


def make_project(state="published", parts=None, **fields) -> Project:
    number = next(numbers)
    city = fields.pop("city", None) or make_city()
    area = fields.pop("focus_area", None) or FocusArea.objects.first() or make_focus_area()
    defaults = {
        "slug": f"project-{number}",
        "city": city,
        "focus_area": area,
        **both("title", f"Dự án {number}", f"Project {number}"),
    }
    return make(Project, defaults | fields, state, parts)


def make_report(state="published", parts=None, **fields) -> MonitoringReport:
    document = fields.pop("document", None) or make_document(kind="report")
    defaults = {"document": document, "year": 2040 + next(numbers), "as_of": "2026-09-30"}
    return make(MonitoringReport, defaults | fields, state, parts)


def make_indicator(state="published", parts=None, **fields) -> Indicator:
    number = next(numbers)
    defaults = {
        "slug": f"indicator-{number}",
        **both("name", f"Chỉ số {number}", f"Indicator {number}"),
        **both("unit", "người", "people"),
    }
    return make(Indicator, defaults | fields, state, parts)


def make_document(state="published", parts=None, **fields) -> Document:
    number = next(numbers)
    defaults = {
        "slug": f"document-{number}",
        "kind": "framework",
        "status": "adopted",
        "status_on": "2020-07-17",
        "year": 2020,
        **both("title", f"Văn kiện {number}", f"Document {number}"),
        **both("summary", "Tóm tắt văn kiện.", "What the document says."),
    }
    return make(Document, defaults | fields, state, parts)


def make_stored_file(content: bytes = b"", **fields) -> StoredFile:
    """Bytes in the storage with a row that says they have been read, as a PDF unless said."""
    content = content or b"%%PDF-1.7\n%d\n%%%%EOF\n" % next(numbers)
    defaults = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "media_type": "application/pdf",
        "pages": 24,
        "reading": "read",
    }
    stored = StoredFile.objects.create(**defaults | fields)
    if not files_storage().exists(stored.path):
        files_storage().save(stored.path, ContentFile(content))
    return stored


def file_part(stored: StoredFile | None = None, **fields) -> dict:
    """The part `files` of a version: one file, `make_version(parts={"files": file_part()})`."""
    stored = stored or make_stored_file()
    defaults = {"stored": str(stored.uid), "language": "en", "file_name": "text.pdf"}
    return part(**defaults | fields)


def make_version(state="published", parts=None, **fields) -> DocumentVersion:
    document = fields.pop("document", None) or make_document()
    return make(DocumentVersion, {"document": document, "number": 1} | fields, state, parts)


def make_event(state="published", parts=None, **fields) -> Event:
    number = next(numbers)
    defaults = {
        "slug": f"event-{number}",
        "kind": "workshop",
        "starts_on": "2020-07-17",
        **both("title", f"Sự kiện {number}", f"Event {number}"),
        **both("summary", "Tóm tắt sự kiện.", "What happened."),
    }
    return make(Event, defaults | fields, state, parts)


def make_partner(state="published", parts=None, **fields) -> Partner:
    number = next(numbers)
    defaults = {
        "slug": f"partner-{number}",
        "kind": "government",
        **both("name", f"Đối tác {number}", f"Partner {number}"),
        **both("summary", "Một đối tác.", "A partner."),
    }
    return make(Partner, defaults | fields, state, parts)


def make_page(state="published", parts=None, **fields) -> Page:
    number = next(numbers)
    defaults = {
        "slug": f"page-{number}",
        "order": number,
        **both("title", f"Trang {number}", f"Page {number}"),
        **both("summary", "Một trang.", "A page."),
        **both("body", "### Mục\n\nVăn bản.", "### Heading\n\nText."),
    }
    return make(Page, defaults | fields, state, parts)
