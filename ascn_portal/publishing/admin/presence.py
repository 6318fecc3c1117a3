"""Who else has a record open: a line above its form, renewed while the page is looked at."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from ascn_portal.publishing import presence

from .pages import RecordPages
from .saving import record_url

LEFT = "_left"


class PresenceScreen(RecordPages):
    """For the admin of a kind of record: what its form says of others, and hears of this person."""

    def get_urls(self):
        page = ("presence", require_POST(self.presence_view))
        return self.paths_to(presence=page) + super().get_urls()

    def presence_context(self, request, record) -> dict:
        """The others at the form of `record`; who may change it is now at it too."""
        if not self.has_change_permission(request, record):
            return {}
        presence.note_open(record, request.user)
        others = presence.others_at(record, request.user)
        return {"others": others, "presence_url": record_url(record, "presence")}

    def presence_view(self, request, object_id):
        """Hear that this person still looks at the form, or has left it; the line about others."""
        record = self.record_or_403(request, object_id, self.has_change_permission)
        if LEFT in request.POST:
            presence.note_closed(record, request.user)
        else:
            presence.note_open(record, request.user)
        others = presence.others_at(record, request.user)
        return render(request, "admin/publishing/_others.html", {"others": others})
