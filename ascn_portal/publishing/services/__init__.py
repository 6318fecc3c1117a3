"""Every change of a record: saved, reviewed, published, withdrawn, restored, deleted, and when due.

All writers stand behind one lock, so that a rule over several rows (terms of a role never
overlap) holds on every database.
"""

from .consequences import follow_up, run_record_hooks, without_record_hooks
from .due import apply_due, next_change_at
from .ending import call_off, withdraw
from .history import (
    deletions,
    draft_of,
    last_applied,
    lock,
    newest_number,
    open_revision,
    revisions_of,
    saved_last,
    unpublished,
    waiting_beside,
)
from .publication import delete, missing_for_publication, publish, restore
from .review import (
    approve,
    approvers,
    companions_of,
    may_approve_alone,
    send_back,
    submit,
    take_back,
)
from .saving import apply, keep_slug, save, set_aside, settle
from .timetable import goes_public_at
from .withdrawal import (
    agree_to_withdrawal,
    ask_withdrawal,
    asked_withdrawal,
    refuse_withdrawal,
    withdrawal_takes_two,
)

__all__ = [
    "agree_to_withdrawal",
    "apply",
    "apply_due",
    "approve",
    "approvers",
    "ask_withdrawal",
    "asked_withdrawal",
    "call_off",
    "companions_of",
    "delete",
    "deletions",
    "draft_of",
    "follow_up",
    "goes_public_at",
    "keep_slug",
    "last_applied",
    "lock",
    "may_approve_alone",
    "missing_for_publication",
    "newest_number",
    "next_change_at",
    "open_revision",
    "publish",
    "refuse_withdrawal",
    "restore",
    "revisions_of",
    "run_record_hooks",
    "save",
    "saved_last",
    "send_back",
    "set_aside",
    "settle",
    "submit",
    "take_back",
    "unpublished",
    "waiting_beside",
    "withdraw",
    "withdrawal_takes_two",
    "without_record_hooks",
]
