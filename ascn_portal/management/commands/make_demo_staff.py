"""`make demo-staff`: somebody in each role, to try the portal out on one's own machine."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ascn_portal.accounts import services
from cities.models import City, Correspondent


class Command(BaseCommand):
    help = (
        "Make one account for each role, or give those that are there new passwords, and print"
        " them with the key of an authenticator app. On the embedded default only."
    )

    def handle(self, **options):
        if connection.vendor != "sqlite" or settings.REDIS_URL or settings.IS_HTTPS:
            raise CommandError(
                "These accounts are for trying the portal out, so they are made on the embedded"
                " default only: unset DATABASE_URL, REDIS_URL and PUBLIC_ORIGIN."
            )
        for account in services.make_demo_staff():
            if account.role == "City correspondent":
                give_city(account.user)
            self.stdout.write(f"{account.role}")
            self.stdout.write(f"  username  {account.user}")
            self.stdout.write(f"  password  {account.password}")
            self.stdout.write(f"  app key   {account.key}")
            self.stdout.write(f"  address   {account.address}")
        self.stdout.write(
            "Sign in at /admin/. The second factor is a code from an authenticator app: add the"
            " key there, or open the address on a telephone. Each run makes new ones."
        )


def give_city(user):
    """Let the correspondent speak for a city, where the record has one."""
    city = City.objects.order_by("slug").first()
    if city:
        Correspondent.objects.get_or_create(user=user, city=city)
