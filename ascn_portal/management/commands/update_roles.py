from django.core.management.base import BaseCommand

from ascn_portal.accounts.roles import ROLES
from ascn_portal.accounts.services import update_roles


class Command(BaseCommand):
    help = "Make the roles of staff, or bring their rights back to what the portal says."

    def handle(self, **options):
        update_roles()
        self.stdout.write(f"Roles with their rights: {', '.join(ROLES)}")
