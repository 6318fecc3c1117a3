"""The row of the start page that is about what readers look for in vain."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _

from ascn_portal.publishing.desk import Item, Row, register_row

from .models import MissedQuery


@register_row(order=100)
def searches_without_result(user) -> Row | None:
    """The words that were looked for most often."""
    if not user.has_perm("search.view_missedquery"):
        return None
    url = reverse("admin:search_missedquery_changelist")
    return Row(_("Searches without result"), MissedQuery.objects.all(), missed_item, url)


def missed_item(missed: MissedQuery) -> Item:
    """The words, and how often they were looked for."""
    url = reverse("admin:search_missedquery_change", args=[quote(missed.pk)])
    return Item(missed.words, url, _("%(count)s times") % {"count": missed.count})
