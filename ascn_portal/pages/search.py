"""What of the texts under /about/ is found."""

from ascn_portal.bilingual.markdown import plain_text
from ascn_portal.search.index import Found, register, said

from .models import Page


@register(Page)
def page(record):
    yield Found(
        kind="page",
        priority=10,
        slug=record.slug,
        path=record.get_absolute_url(),
        names=[said(record, "title")],
        text="\n".join([said(record, "summary"), plain_text(said(record, "body"))]),
    )
