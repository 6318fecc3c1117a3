"""Each field that staff fill in says what belongs there, with an example in their language."""

import pytest
from django import forms
from django.contrib import admin
from django.utils.translation import override

from ascn_portal.publishing.forms import WithdrawForm
from documents.forms import FileForm

pytestmark = pytest.mark.django_db

MARKERS = {"vi": "ví dụ", "en": "for example"}


def forms_of_staff(request):
    """(name, form class) of every form in the admin: of each model, its inlines, and the others."""
    yield from (("withdrawal", WithdrawForm), ("upload", FileForm))
    for model, model_admin in admin.site._registry.items():
        if not model_admin.has_change_permission(request):
            continue
        yield f"{model._meta.label} change", model_admin.get_form(request, change=True)
        yield f"{model._meta.label} add", model_admin.get_form(request)
        for inline in model_admin.get_inline_instances(request):
            name = f"{model._meta.label} {inline.model.__name__}"
            yield name, inline.get_formset(request).form


@pytest.mark.parametrize(("language", "marker"), MARKERS.items())
def test_every_field_has_a_help_text_with_an_example(rf, editor, language, marker):
    request = rf.get("/admin/")
    request.user = editor
    with override(language):
        lacking = [
            f"{name}: {field_name}"
            for name, form in forms_of_staff(request)
            for field_name, field in form.base_fields.items()
            if not isinstance(field.widget, forms.HiddenInput)
            and marker not in str(field.help_text).lower()
        ]
    assert lacking == []
