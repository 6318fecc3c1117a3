"""A withdrawal that takes two people: one asks for it, another one agrees."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ascn_portal.accounts import audit
from ascn_portal.accounts.models import AuditEntry
from ascn_portal.publishing import snapshot
from ascn_portal.publishing.models import AskedWithdrawal

from .ending import check_withdrawal, withdraw
from .history import lock
from .review import may_approve_alone, refuse_alone


def withdrawal_takes_two(record) -> bool:
    """Whether what the public sees of `record` is not to be taken away on one person's word."""
    return type(record).asks_second_person(snapshot.take(record))


def asked_withdrawal(record) -> AskedWithdrawal | None:
    """What somebody asks for, if anybody asks that `record` be withdrawn."""
    return of_record(record).select_related("by").first()


def of_record(record):
    """The one row of `record`, if there is one."""
    kind = ContentType.objects.get_for_model(record)
    return AskedWithdrawal.objects.filter(content_type=kind, uid=record.uid)


@transaction.atomic
def ask_withdrawal(record, *, by, reason_vi, reason_en, at=None, own_reason="") -> bool:
    """Withdraw `record` on the word of `by`, or where that takes two, ask for the other one.

    True if it is done (or planned for the moment `at`). Where nobody else could agree, who has
    that right does it alone and says why. Raises ValidationError as `withdraw` does.
    """
    lock()
    said = {"reason_vi": reason_vi, "reason_en": reason_en, "at": at}
    check_withdrawal(record, **said)
    takes_two = withdrawal_takes_two(record)
    if takes_two and not may_approve_alone(by):
        ask(record, by, said)
        return False
    if takes_two:
        refuse_alone(by, own_reason)
        of_record(record).delete()  # asked for while there was somebody else
    withdraw(record, author=by, own_reason=own_reason if takes_two else "", **said)
    return True


def ask(record, by, said: dict):
    """Store that `by` asks for the withdrawal that is `said`, in place of an earlier wish."""
    before = asked_withdrawal(record)
    if before and before.by != by:
        raise ValidationError(_("Somebody asks for this already. Read it, then decide."))
    if before:
        before.delete()
    kind = ContentType.objects.get_for_model(record)
    AskedWithdrawal.objects.create(content_type=kind, uid=record.uid, by=by, **said)
    asked = AuditEntry.Action.WITHDRAWAL_ASKED
    audit.note(asked, by=by, about=record, reason=said["reason_vi"])


@transaction.atomic
def agree_to_withdrawal(record, *, by, pk):
    """Withdraw `record` as was asked for by the row `pk`, on the word of `by` as well."""
    asked = still_asked(record, pk)
    if asked.by == by:
        sentence = _("You asked for this yourself: another person has to agree.")
        raise ValidationError(sentence, code="second_person")
    at = asked.at if asked.at and asked.at > timezone.now() else None
    reasons = {"reason_vi": asked.reason_vi, "reason_en": asked.reason_en}
    withdraw(record, author=asked.by, approver=by, at=at, **reasons)
    asked.delete()


@transaction.atomic
def refuse_withdrawal(record, *, by, pk):
    """Let `record` stay public though its withdrawal was asked for by the row `pk`."""
    still_asked(record, pk).delete()
    audit.note(AuditEntry.Action.CALLED_OFF, by=by, about=record)


def still_asked(record, pk) -> AskedWithdrawal:
    """The row `pk`, which somebody has read. Raises ValidationError where it is gone."""
    lock()
    asked = asked_withdrawal(record)
    if asked is None or str(asked.pk) != str(pk):
        raise ValidationError(_("This is no longer asked for. Look again."))
    return asked
