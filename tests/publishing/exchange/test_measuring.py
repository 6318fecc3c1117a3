"""The benchmark of lists, exports and imports: it runs, prints ratios and leaves nothing."""

import pytest
from django.core.management import CommandError, call_command

from ascn_portal.accounts.models import User
from ascn_portal.management.commands import measure_admin
from ascn_portal.publishing.models import Card, Revision
from partners.models import Partner

pytestmark = pytest.mark.django_db
TABLES = (Card, Partner, Revision, User)


def test_the_benchmark_measures_lists_exports_and_imports_and_leaves_nothing(monkeypatch, capsys):
    monkeypatch.setattr(measure_admin, "KINDS", (Partner,))
    monkeypatch.setattr(measure_admin, "ROUNDS", 1)
    before = [model.objects.count() for model in TABLES]
    call_command("measure_admin", records=101)
    printed = capsys.readouterr().out
    for what in ("list, searched", "csv out", "xlsx in"):
        assert f"partners.partner: {what}" in printed
    assert [model.objects.count() for model in TABLES] == before


def test_the_benchmark_compares_with_more_records_only():
    with pytest.raises(CommandError, match="above 100"):
        call_command("measure_admin", records=100)
