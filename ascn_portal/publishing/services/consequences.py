"""What follows a change: rows written along with a record, and hooks after its transaction."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from ascn_portal.publishing import translations
from ascn_portal.publishing.models import FailedHook, Publishable

logger = logging.getLogger(__name__)
hooks_are_off = ContextVar("hooks_are_off", default=False)


def run_record_hooks(record: Publishable):
    """Write along with `record` what settings.RECORD_HOOKS name, in this transaction."""
    if not hooks_are_off.get():
        for hook in settings.RECORD_HOOKS:
            import_string(hook)(record)


def keep_card(model, uid):
    """Bring what the desk says of the record `uid` into step, in this transaction."""
    if not hooks_are_off.get():
        translations.update(model, [uid])


def bring_along(record: Publishable):
    """Let follow what a change of `record` has for consequences, now and after the transaction."""
    keep_card(type(record), record.uid)
    run_record_hooks(record)
    follow_up()


@contextmanager
def without_record_hooks():
    """While many records are loaded; the caller then brings all into step at once."""
    token = hooks_are_off.set(True)
    try:
        yield
    finally:
        hooks_are_off.reset(token)


def follow_up():
    """Let what follows a publication happen once after this transaction, however many there are."""
    if not any(entry[1] is run_hooks for entry in connection.run_on_commit):
        transaction.on_commit(run_hooks)


def run_hooks():
    """Run what settings.PUBLISHING_HOOKS names; a failure is kept for `apply_due`, not raised."""
    for hook in settings.PUBLISHING_HOOKS:
        run_hook(hook)


def run_hook(hook: str) -> bool:
    """Run one hook; True if it did its work."""
    try:
        import_string(hook)()
    except Exception as error:
        logger.exception("Publishing hook %s failed; it is tried again within a minute", hook)
        failed, is_new = FailedHook.objects.get_or_create(hook=hook, defaults={"error": str(error)})
        if not is_new:
            FailedHook.objects.filter(pk=failed.pk).update(
                error=str(error), tries=F("tries") + 1, failed_at=timezone.now()
            )
        return False
    FailedHook.objects.filter(hook=hook).delete()
    return True


def retry_hooks() -> int:
    """Run again the hooks that failed; how many did their work now."""
    return sum(run_hook(hook) for hook in FailedHook.objects.values_list("hook", flat=True))
