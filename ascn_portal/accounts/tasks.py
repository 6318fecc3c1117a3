from celery import shared_task

from .sessions import SessionStore


@shared_task
def clear_sessions():
    """Some times a day: forget sessions that ended long ago (SessionStore.clear_expired)."""
    SessionStore.clear_expired()
