"""What staff type of cities and their projects, checked before it goes to the services."""

from ascn_portal.publishing.forms import PartForm


class CostForm(PartForm):
    """An amount of money."""

    def clean_currency(self) -> str:
        """The code as ISO 4217 writes it, however it was typed."""
        return self.cleaned_data["currency"].upper()
