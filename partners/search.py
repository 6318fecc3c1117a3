"""What of the partners is found."""

from ascn_portal.search.index import Found, register, said

from .models import Partner


def partners():
    """Partners with what is found of them."""
    return Partner.objects.select_related("country").prefetch_related("proposals", "partnerships")


@register(Partner, rows=partners, beside=["country"])
def partner(record):
    proposals = [said(row, "title", "summary") for row in record.proposals.all()]
    works = [said(row, "text") for row in record.partnerships.all()]
    yield Found(
        kind="partner",
        has_proper_name=True,
        priority=8,
        slug=record.slug,
        path=record.get_absolute_url(),
        names=[said(record, "name")],
        text="\n".join(filter(None, [said(record, "summary"), *proposals, *works])),
        country=record.country.slug if record.country else "",
    )
