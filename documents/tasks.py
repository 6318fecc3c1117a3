from celery import shared_task

from . import downloads, services


@shared_task(acks_late=True, reject_on_worker_lost=True)
def read_file(pk: int) -> str:
    """Read one stored file (services.read_stored); a worker that dies leaves it to another."""
    return services.read_stored(pk).reading


@shared_task
def read_waiting() -> int:
    """Each five minutes: read what still waits (services.read_waiting)."""
    return services.read_waiting()


@shared_task
def record_downloads() -> int:
    """Each five minutes: move counted downloads into the database (downloads.record_counts)."""
    return downloads.record_counts()
