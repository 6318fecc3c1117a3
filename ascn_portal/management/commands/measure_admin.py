"""`manage.py measure_admin`: whether lists, exports and imports of staff bear very many records."""

import resource
import secrets
import time
import uuid
from collections import defaultdict
from functools import partial
from itertools import islice
from statistics import median

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from ascn_portal.accounts.models import User
from ascn_portal.publishing import shapes, translations
from ascn_portal.publishing.exchange.keeping import keeper_of
from ascn_portal.publishing.models import Revision
from cities.models import City
from documents.models import Document
from partners.models import Partner

FEW = 100  # above what the record has of these kinds; a list shows so many on a page
KINDS = (Document, City, Partner)  # texts only; several kinds of parts; parts that have parts
LISTS = {"list": "", "list, searched": "?q=an", "list, by text": "?lacks=missing-en"}
FORMATS = ("csv", "xlsx")
ROUNDS = 5
AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Print how many queries the lists of the admin start, and how long the processor works for"
        f" them and for their export and import, with {FEW} and with very many generated records;"
        " the ratio is that of the time. An import of what was exported has to change nothing. All"
        " that it makes is rolled back; the database is locked meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--records", type=int, default=10_000, help="how many are very many")

    def handle(self, *, records, **options):
        if records <= FEW:
            raise CommandError(f"--records is a number above {FEW}")
        self.stdout.write(f"{'queries':>12}  ms with {FEW}  ms with {records}   ratio  what")
        for model in KINDS:
            with transaction.atomic(), override_settings(SECOND_FACTOR_REQUIRED=False):
                client = signed_in()
                fill(model, FEW)
                few = measure(client, model)
                fill(model, records)
                self.report(model, few, measure(client, model))
                transaction.set_rollback(True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(f"the process held at most {peak} MB")

    def report(self, model, few: dict, many: dict):
        """A line for each thing that was measured."""
        for what, (queries, quick) in few.items():
            others, slow = many[what]
            self.stdout.write(
                f"{queries:5}, {others:5}  {quick:11.0f}  {slow:13.0f}  {slow / quick:6.1f}"
                f"  {model._meta.label_lower}: {what}"
            )


def signed_in() -> Client:
    """The window of somebody who may do everything."""
    client = Client(headers={"Host": "127.0.0.1"})
    name = f"measure-{secrets.token_hex(4)}"
    client.force_login(User.objects.create_superuser(name, password=secrets.token_hex()))
    return client


def fill(model, count: int):
    """Bring the records of `model` to `count` by copies of those that are there."""
    originals = list(model.objects.order_by("pk"))
    for start in range(len(originals), count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        copy_rows(
            [(originals[number % len(originals)], {"slug": f"copy-{number}"}) for number in numbers]
        )
    write_history(model)
    translations.update(model)


def copy_rows(wanted: list[tuple]):
    """Store a copy of each row, with other values in some fields, and copies of its parts."""
    model = type(wanted[0][0])
    keys = {row.pk for row, _values in wanted}
    copies = model.objects.bulk_create(copied(row, values) for row, values in wanted)
    pairs = [(row.pk, copy) for (row, _values), copy in zip(wanted, copies, strict=True)]
    for field in model._meta.many_to_many:
        if not isinstance(field, GenericRelation):
            copy_links(field, keys, pairs)
    for name in model.parts:
        copy_parts(model._meta.get_field(name), keys, pairs)


def copied(row, values: dict):
    """A new row that says what `row` says, but for `values`."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**fields | {"id": None, "uid": uuid.uuid4()} | values)


def copy_links(field, keys: set, pairs: list[tuple]):
    """Let the copies name the rows that the originals name by a relation to many."""
    through = field.remote_field.through
    here, there = field.m2m_column_name(), field.m2m_reverse_name()
    linked = defaultdict(list)
    for owner, other in through.objects.filter(**{f"{here}__in": keys}).values_list(here, there):
        linked[owner].append(other)
    through.objects.bulk_create(
        through(**{here: copy.pk, there: other}) for pk, copy in pairs for other in linked[pk]
    )


def copy_parts(relation, keys: set, pairs: list[tuple]):
    """Give the copies the parts that the originals have by `relation`."""
    if isinstance(relation, GenericRelation):
        kind = {relation.content_type_field_name: ContentType.objects.get_for_model(relation.model)}
        owner = relation.object_id_field_name
    else:
        kind, owner = {}, relation.field.attname
    parts = defaultdict(list)
    for part in relation.related_model.objects.filter(**kind, **{f"{owner}__in": keys}):
        parts[getattr(part, owner)].append(part)
    if wanted := [(part, {owner: copy.pk}) for pk, copy in pairs for part in parts[pk]]:
        copy_rows(wanted)


def write_history(model):
    """Give each record that has none its first revision."""
    kind = ContentType.objects.get_for_model(model)
    known = Revision.objects.filter(content_type=kind).values("uid")
    entries = keeper_of(model).entries(model.objects.exclude(uid__in=known))
    revisions = (
        Revision(
            content_type=kind,
            uid=entry.record.uid,
            number=1,
            state=Revision.State.APPLIED,
            shape=entry.shape,
            shape_number=shapes.NUMBER,
        )
        for entry in entries
    )
    while some := list(islice(revisions, AT_ONCE)):
        Revision.objects.bulk_create(some)


def measure(client, model) -> dict[str, tuple[int, float]]:
    """By what was measured: queries, and the milliseconds that the processor works."""
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    found = {}
    for what, query in LISTS.items():
        client.get(path + query)  # what a process looks up once is no cost of the page
        found[what], _page = cost(partial(fetch, client, path + query), ROUNDS)
    for format in FORMATS:
        found[f"{format} out"], file = cost(partial(take_out, client, path, format))
        found[f"{format} in"], _page = cost(partial(send_back, client, path, format, file))
    return found


def cost(work, rounds: int = 1) -> tuple[tuple[int, float], object]:
    """The queries of `work` and the milliseconds (median) of the processor; what it gave."""
    taken = []
    for _round in range(rounds):
        with CaptureQueriesContext(connection) as queries:
            started = time.process_time()
            result = work()
            taken.append((time.process_time() - started) * 1000)
    return (len(queries), median(taken)), result


def fetch(client, path: str):
    return answered(client.get(path))


def take_out(client, path: str, format: str) -> bytes:
    """The list as a file."""
    response = client.post(f"{path}export/", {"format": format, "content": "drafts"})
    return b"".join(answered(response).streaming_content)


def send_back(client, path: str, format: str, content: bytes):
    """Import what was exported. Raises CommandError if it is refused or would change anything."""
    upload = SimpleUploadedFile(f"list.{format}", content)
    context = answered(client.post(f"{path}import/", {"file": upload})).context_data
    if context.get("refused") or context["plan"].changes:
        raise CommandError(f"{path}: {len(content)} bytes: {context.get('refused') or 'changes'}")


def answered(response):
    """`response`. Raises CommandError unless it is the page asked for."""
    if response.status_code != 200:
        raise CommandError(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response
