"""The open-data API: one address for both languages, errors as RFC 9457 says."""

from http import HTTPStatus

from django.http import Http404, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from ascn_portal.errors import NotAccepted

# The page of documentation that comes with it loads from a foreign host.
api = NinjaAPI(title="ASCN portal", version="1", docs_url=None, urls_namespace="api")


def problem(status: HTTPStatus, detail: str, **more) -> JsonResponse:
    """An error as `application/problem+json`."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    answer = JsonResponse(body | more, status=status)
    answer.headers["Content-Type"] = "application/problem+json"
    return answer


@api.exception_handler(ValidationError)
def refuse(request, error):
    """422 with what is wrong with which parameter."""
    errors = [
        {"parameter": ".".join(map(str, fault["loc"][1:])), "detail": fault["msg"]}
        for fault in error.errors
    ]
    detail = "; ".join(f"{fault['parameter']}: {fault['detail']}" for fault in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


@api.exception_handler(NotAccepted)
def refuse_value(request, error):
    """400 with what is accepted."""
    return problem(HTTPStatus.BAD_REQUEST, error.sentence)


@api.exception_handler(Http404)
def not_found(request, error):
    """404 for a page of a list that does not exist."""
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
