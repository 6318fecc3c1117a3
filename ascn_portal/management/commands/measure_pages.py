"""`manage.py measure_pages`: what each page costs when no copy of it is kept."""

import time
from statistics import median
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ascn_portal import caching
from ascn_portal.sitemaps import SITEMAPS
from cities.models import Country


class Command(BaseCommand):
    help = (
        "Print for each page of the sitemap how many queries it starts and how long it takes"
        " (median, without any cache), the slowest first, and how often the lightest page and one"
        " query for one record go into that."
    )

    def add_arguments(self, parser):
        parser.add_argument("--requests", type=int, default=5, help="how often each page is asked")
        parser.add_argument("--only", default="", help="pages whose address holds this")
        parser.add_argument("--slowest", type=int, default=0, help="print so many pages only")

    def handle(self, *, requests, only, slowest, **options):
        if requests < 1:
            raise CommandError("--requests is a number from 1")
        # A host that is always allowed, whatever PUBLIC_ORIGIN is.
        client = Client(headers={"Host": "127.0.0.1"})
        paths = [path for path in sitemap_paths() if only in path]
        measured = sorted((measure(client, path, requests) for path in paths), reverse=True)
        one_query = measure_query(requests)
        self.stdout.write(f"one query for one record: {one_query:.1f} ms")
        self.stdout.write("    ms  × lightest  × query  queries  kB  page")
        for milliseconds, queries, size, path in measured[: slowest or None]:
            ratios = milliseconds / measured[-1][0], milliseconds / one_query
            self.stdout.write(
                f"{milliseconds:6.1f}  {ratios[0]:10.1f}  {ratios[1]:7.0f}"
                f"  {queries:7}  {size // 1000:2}  {path}"
            )


def sitemap_paths() -> list[str]:
    """The path of each page that the sitemap names, in each language."""
    locations = (entry["location"] for site in SITEMAPS.values() for entry in site().get_urls())
    return [urlsplit(location).path for location in locations]


def measure(client, path: str, requests: int) -> tuple[float, int, int, str]:
    """Milliseconds (median), number of queries and size of one page, with its path."""
    fetch(client, path)  # what a process looks up once is no cost of the page
    with CaptureQueriesContext(connection) as captured:
        fetch(client, path)
    queries = len(captured)  # the next request empties the list
    milliseconds, answer = median_time(lambda: fetch(client, path), requests)
    return milliseconds, queries, len(answer.content), path


def measure_query(times: int) -> float:
    """Milliseconds (median) to read one public country by its key: what no page can do without."""
    key = Country.objects.published().values_list("pk", flat=True)[0]
    return median_time(lambda: Country.objects.published().get(pk=key), 20 * times)[0]


def median_time(work, times: int) -> tuple[float, object]:
    """Milliseconds (median) that `work` takes when done so often, and what it last gave."""
    taken = []
    for _time in range(times):
        started = time.perf_counter()
        result = work()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken), result


def fetch(client, path: str):
    """One page, the content version read anew. Raises CommandError unless it answers 200."""
    caching.seen["at"] = float("-inf")
    answer = client.get(path)
    if answer.status_code != 200:
        raise CommandError(f"{path} answered {answer.status_code}")
    return answer
