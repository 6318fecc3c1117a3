"""Links by which what is not public yet can be looked at: `?preview=<signed token>`."""

from datetime import timedelta

from django.core import signing

SALT = "preview"
VALID_FOR = timedelta(days=7)


def preview_token(row) -> str:
    """What `preview` must be for this record to be shown; it is worth nothing after a week."""
    return signing.dumps(str(row.uid), salt=SALT)


def is_previewed(request, row) -> bool:
    """Whether the request carries a token that was made for `row` and still holds."""
    try:
        uid = signing.loads(request.GET.get("preview", ""), salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return False
    return uid == str(row.uid)
