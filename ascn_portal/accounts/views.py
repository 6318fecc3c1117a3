"""What staff do with their own account, beside what allauth's views do."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST


@require_POST
@login_required
def choose_language(request):
    """Keep the language in which the user wants the admin."""
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return redirect("mfa_index")
