"""Who has an account here."""

from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Active staff: nobody else signs in, and who no longer is of them has no session."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.is_staff
