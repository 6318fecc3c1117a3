"""Drafts, and where they are shown."""

from ascn_portal.publishing import preview, services, snapshot
from ascn_portal.publishing.preview import preview_token


def draft_beside(record, editor, **changes):
    """A draft of `record`, whose live text stays."""
    shape = snapshot.take(record) | changes
    return services.save(type(record), record.uid, shape, author=editor)


def address(record, language="en", token=None) -> str:
    """Where the draft of `record` is shown."""
    found = preview.find_preview(token or preview_token(record))
    return preview.pages_of(found)[language].partition("#")[0]
