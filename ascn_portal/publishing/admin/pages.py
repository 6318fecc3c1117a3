"""Pages of the admin about one record, beside its form."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path

from ascn_portal.publishing import rights

from .saving import record_url

ROWS_A_PAGE = 50


class RecordPages:
    """For the admin of a kind of record: how it finds and answers with such pages."""

    def paths_to(self, **views) -> list:
        """The addresses of pages: {name: (what follows the record's own address, view)}."""
        return [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for name, (address, view) in views.items()
        ]

    def answer(self, request, name: str, record, **context):
        """A page about `record`, of the template `admin/publishing/<name>.html`."""
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "original": record, "record_url": record_url(record)}
        context["can_change"] = self.has_change_permission(request, record)
        context["can_restore"] = rights.may_restore(request.user, record)
        context["can_approve"] = rights.may_approve(request.user)
        return TemplateResponse(request, f"admin/publishing/{name}.html", context)


def one_page(request, rows):
    """The page of `rows` that the address asks for."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p"))
