"""`manage.py make_administrator NAME`: the account with which everything begins."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ascn_portal.accounts import services
from ascn_portal.accounts.models import User


class Command(BaseCommand):
    help = (
        "Make the account of an administrator. Asks for its password; where nobody can answer,"
        " prints a random one that has to be changed at the first sign-in."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAME", help="what the administrator signs in with")
        parser.add_argument(
            "--another", action="store_true", help="although there is an administrator already"
        )

    def handle(self, *, name, another, **options):
        present = services.administrators().first()
        if present and not another:
            raise CommandError(
                f"“{present}” is an administrator already, who can make other accounts in the"
                " admin. To make one all the same: --another"
            )
        user = User(username=name)
        try:
            user.full_clean(exclude=["password"])
            password = ask_password(user) if sys.stdin.isatty() else ""
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        printed = services.make_administrator(user, password)
        self.stdout.write(f"Made the administrator “{name}”.")
        if printed:
            self.stdout.write(f"Password, to be changed at the first sign-in: {printed}")
        self.stdout.write("The first sign-in asks to set up a second factor.")


def ask_password(user: User) -> str:
    """What is typed twice and passes the rules; "" asks for a random one."""
    password = getpass.getpass("Password (leave empty for a random one): ")
    if not password:
        return ""
    validate_password(password, user)
    if getpass.getpass("The same once more: ") != password:
        raise CommandError("The two passwords are not the same.")
    return password
