from celery import shared_task

from . import digest, services


@shared_task
def apply_due() -> dict[str, int]:
    """Three times a minute: do what has become due (services.apply_due)."""
    return services.apply_due()


@shared_task
def send_digests() -> int:
    """Each quarter of an hour: mail those who were not told today what waits for them."""
    return digest.send_digests()
