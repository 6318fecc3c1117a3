"""Days on which the network is worth looking at: its annual meetings."""

from ascn_portal.as_of import register_days

from .models import Event


@register_days
def annual_meeting_days():
    """The first day of each public annual meeting, with its title."""
    return Event.objects.annual_meeting_days()
