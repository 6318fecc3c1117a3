"""The row of the start page that is about files."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _

from ascn_portal.publishing.desk import Item, Row, register_row

from .models import StoredFile


@register_row(order=90)
def unsearchable_files(user) -> Row | None:
    """Files that hold only pictures, or could not be read."""
    if not user.has_perm("documents.view_storedfile"):
        return None
    files = StoredFile.objects.unsearchable().prefetch_related("document_files")
    url = reverse("admin:documents_storedfile_changelist")
    return Row(_("Files that cannot be searched"), files, file_item, f"{url}?finding=unsearched")


def file_item(stored: StoredFile) -> Item:
    """A file by the names under which it is given out, with what hindered its reading."""
    names = sorted({file.file_name for file in stored.document_files.all()})
    problem = stored.get_problem_display() or _("it holds only pictures")
    url = reverse("admin:documents_storedfile_change", args=[quote(stored.pk)])
    return Item(", ".join(names) or str(stored), url, problem)
