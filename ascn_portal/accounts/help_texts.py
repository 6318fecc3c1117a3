"""What the forms of people and roles say of each field, with an example.

Most of these fields are Django's, whose own help has none.
"""

from django.utils.translation import gettext_lazy as _

USER = {
    "username": _("Letters without marks, digits and @/./+/-/_ only, for example: lan.nguyen"),
    "first_name": _("The given name, for example: Lan"),
    "last_name": _("Family and middle name, for example: Nguyễn Thị"),
    "email": _("The address at work, never shown to readers, for example: lan.nguyen@example.org"),
    "is_active": _(
        "Unmark it for who has left, for example: at the end of a secondment."
        " Accounts are not deleted, for the history names them."
    ),
    "groups": _("What the person may do, for example: Editor"),
}
OWN_RIGHTS = _("Nobody changes their own rights: ask another administrator.")
ROLE = {
    "name": _("The work that its people do, for example: Editor"),
    "permissions": _("Only what the work needs, for example: to change a project."),
}
OWN_ROLE = _("This is one of the portal’s own roles: the portal itself says what it may do.")
