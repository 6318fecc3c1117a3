from celery import shared_task

from . import services


@shared_task
def apply_due() -> dict[str, int]:
    """Each minute: do what has become due (services.apply_due)."""
    return services.apply_due()
