"""Every change of a record: saved, reviewed, published, withdrawn, restored, deleted, and when due.

All writers stand behind one lock, so that a rule over several rows (terms of a role never
overlap) holds on every database.
"""

from .consequences import follow_up, run_record_hooks, without_record_hooks
from .due import apply_due, next_change_at
from .history import (
    deletions,
    draft_of,
    last_applied,
    lock,
    newest_number,
    open_revision,
    revisions_of,
    saved_last,
    waiting_beside,
)
from .publication import call_off, delete, missing_for_publication, publish, restore, withdraw
from .review import approve, companions_of, send_back, submit, take_back
from .saving import apply, keep_slug, save, set_aside, settle

__all__ = [
    "apply",
    "apply_due",
    "approve",
    "call_off",
    "companions_of",
    "delete",
    "deletions",
    "draft_of",
    "follow_up",
    "keep_slug",
    "last_applied",
    "lock",
    "missing_for_publication",
    "newest_number",
    "next_change_at",
    "open_revision",
    "publish",
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
    "waiting_beside",
    "withdraw",
    "without_record_hooks",
]
