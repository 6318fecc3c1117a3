"""What the forms of people and groups say of each field, with an example.

Most of these fields are Django's, whose own help has none.
"""

from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.text import format_lazy
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
    "is_staff": _("Whether the person may enter the admin, for example: an editor."),
    "is_superuser": _(
        "May do everything, whatever the groups say. Only for the few who need it,"
        " for example: who keeps the site running."
    ),
    "groups": _("What the person may do, for example: Editor"),
    "usable_password": _(
        "Disabled for who signs in elsewhere only, for example: by the single sign-on of an office."
    ),
    "password1": format_lazy(
        "{rules}{example}",
        rules=password_validators_help_text_html(),
        example=_("For example: four words that nobody would put together."),
    ),
    "password2": _("The same once more, for example: typed, not pasted."),
}
GROUP = {
    "name": _("The work that its people do, for example: Editor"),
    "permissions": _("Only what the work needs, for example: to change a project."),
}
