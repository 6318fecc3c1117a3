"""Fetch each page of a running site's sitemap, in both languages: every answer must be 200."""

import http.client
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from xml.etree import ElementTree

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def fetch(host: str, path: str) -> tuple[int, bytes]:
    """Status and body of one page; a redirect is not followed, it is an answer of its own."""
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def read_sitemap(host: str, path: str = "/sitemap.xml") -> set[str]:
    """Paths that the sitemap names, those of the sitemaps it refers to included."""
    status, body = fetch(host, path)
    if status != 200:
        sys.exit(f"{path} answered {status}")
    root = ElementTree.fromstring(body)  # noqa: S314  our own site wrote it
    paths = {urlsplit(loc.text.strip()).path for loc in root.iter(f"{NAMESPACE}loc")}
    if root.tag == f"{NAMESPACE}sitemapindex":
        return set().union(*(read_sitemap(host, path) for path in paths))
    return paths


def main(host: str):
    listed = read_sitemap(host)
    pages = sorted(
        {
            re.sub(r"^/(vi|en)/", f"/{language}/", path)
            for path in listed
            for language in ("vi", "en")
        }
    )
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda path: fetch(host, path)[0], pages))
    failures = [
        (path, status) for path, status in zip(pages, statuses, strict=True) if status != 200
    ]
    for path, status in failures:
        print(f"{status} {path}")
    print(f"{len(pages) - len(failures)} passed, {len(failures)} failed")
    sys.exit(1 if failures or not pages else 0)


main(sys.argv[1])
