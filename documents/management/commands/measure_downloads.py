"""`manage.py measure_downloads`: what a download costs against the same file from nginx alone."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ascn_portal.accounts.models import User
from ascn_portal.publishing import services as publishing
from documents import services
from documents.models import Document, StoredFile

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READERS = 8
PREFIX = "/stored-files/"
# Runs in the environment of the site that is measured: publishes a file of random bytes.
PUBLISH = "from documents.management.commands.measure_downloads import publish; publish({size})"
NGINX = settings.BASE_DIR / "ascn_portal" / "deploy" / "nginx.conf"


class Command(BaseCommand):
    help = (
        "Start a site of its own in a temporary folder, as `make run` does, and print how many"
        " downloads of one file it gives, with each counted: by itself against nginx alone (0.3 or"
        " more is good), and through nginx with X-Accel-Redirect (0.9 or more)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=int, default=5, help="how long each is asked")
        parser.add_argument("--kilobytes", type=int, default=2048, help="size of the file")

    def handle(self, *, seconds, kilobytes, **options):
        if seconds < 1 or kilobytes < 1:
            raise CommandError("--seconds and --kilobytes are numbers from 1")
        if not shutil.which("nginx"):
            raise CommandError("nginx is not installed. On Debian: apt-get install nginx-light")
        if not shutil.which("wrk"):
            self.stdout.write("wrk is not installed: a client in Python asks, which slows all down")
        with tempfile.TemporaryDirectory(prefix="ascn-downloads-") as name:
            folder = Path(name)
            with site(folder) as port, nginx(folder, port) as front:
                file = publish_in(folder, kilobytes * 1024)
                direct = f"/direct/{file['path']}"
                alone = self.measure("nginx alone", front, direct, seconds)
                embedded = self.measure("the site itself", port, file["address"], seconds)
            with site(folder, FILES_ACCEL_PREFIX=PREFIX) as port, nginx(folder, port) as front:
                handed = self.measure("X-Accel-Redirect", front, file["address"], seconds)
                again = self.measure("nginx alone", front, direct, seconds)
        self.stdout.write(f"the site itself / nginx alone: {embedded / alone:.2f} (goal 0.3)")
        self.stdout.write(f"X-Accel-Redirect / nginx alone: {handed / again:.2f} (goal 0.9)")

    def measure(self, name: str, port: int, path: str, seconds: int) -> float:
        """Answers a second from `port`, printed under `name`."""
        count = with_wrk if shutil.which("wrk") else with_threads
        count(port, path, 1)  # what a process looks up once is no cost of a download
        rate = count(port, path, seconds)
        self.stdout.write(f"{name:>16}: {rate:6.0f} downloads a second")
        return rate


@contextmanager
def site(folder: Path, **variables):
    """The port of a site that runs in `folder` on the embedded default, for the `with` block."""
    port = free_port()
    command = [sys.executable, "manage.py", "run_site"]
    log = folder / "site.log"
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=settings.BASE_DIR,
            env=environment(folder, PORT=str(port), **variables),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: "The portal is at" in log.read_text(), process, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def environment(folder: Path, **variables) -> dict[str, str]:
    """The environment of a site whose only place is `folder`."""
    ours = ("DATABASE_URL", "REDIS_URL", "PUBLIC_ORIGIN", "FILES_ACCEL_PREFIX", "FILES_S3_BUCKET")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"VAR_DIR": str(folder), **variables}


def wait_until(is_ready, process, log: Path):
    """Wait for `is_ready`; raises CommandError with the log if `process` ends before."""
    while not is_ready():
        if process.poll() is not None:
            raise CommandError(log.read_text())
        time.sleep(0.1)


@contextmanager
def nginx(folder: Path, upstream: int):
    """The port of nginx in front of the site on the port `upstream`, for the `with` block."""
    port = free_port()
    log, config = folder / "nginx.log", folder / "nginx.conf"
    config.write_text(nginx_config(folder, port, upstream))
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603
            [shutil.which("nginx"), "-e", "stderr", "-c", config], stdout=output, stderr=output
        )
    try:
        wait_until(lambda: answers(port), process, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def nginx_config(folder: Path, port: int, upstream: int) -> str:
    """The shipped site of nginx on another port, without TLS, and files at /direct/ beside it."""
    shipped = NGINX.read_text()
    head, _redirect, ours = re.split(r"^server \{\n", shipped, flags=re.MULTILINE)
    ours = re.sub(r"^ *(listen|server_name|ssl_\w+) .*\n", "", ours, flags=re.MULTILINE)
    for name, value in {
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/srv/ascn/var/": f"{folder}/",
        "$scheme": "https",  # else the portal sends readers there
    }.items():
        head, ours = head.replace(name, value), ours.replace(name, value)
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""
{user} worker_processes auto; daemon off; pid {folder}/nginx.pid; error_log stderr;
events {{}}
http {{
access_log off;
client_body_temp_path {folder}/nginx-body;
proxy_temp_path {folder}/nginx-proxy;
{head}
server {{
listen 127.0.0.1:{port};
location /direct/ {{ alias {folder}/; sendfile on; }}
{ours}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def publish_in(folder: Path, size: int) -> dict[str, str]:
    """Publish a file of `size` in the site of `folder`; its `address`, and `path` as stored."""
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "shell", "--command", PUBLISH.format(size=size)],
        cwd=settings.BASE_DIR,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise CommandError(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])


def publish(size: int):
    """Give a document of the record a version with a file of `size`; prints what came of it."""
    author = User.objects.create_user("measure_downloads")
    content = os.urandom(size)
    stored = StoredFile.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        size=size,
        media_type="application/pdf",
        reading=StoredFile.Reading.READ,
        stored_at=timezone.now().replace(microsecond=0),
    )
    services.files_storage().save(stored.path, ContentFile(content))
    document = Document.objects.published().first()
    file = services.NewFile(stored, language="en", file_name="measured.pdf")
    version = publishing.publish(services.add_version(document, [file], author=author))
    address = version.files.get().get_absolute_url()
    print(json.dumps({"address": address, "path": stored.path}))


def with_wrk(port: int, path: str, seconds: int) -> float:
    """Answers a second that wrk gets. Raises CommandError if one was no success."""
    url = f"http://127.0.0.1:{port}{path}"
    command = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", "-H", f"User-Agent: {READER}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    if "Non-2xx" in said:
        raise CommandError(f"{path}: {said}")
    return float(re.search(r"Requests/sec:\s*([0-9.]+)", said)[1])


def with_threads(port: int, path: str, seconds: int) -> float:
    """Answers a second that this process gets."""
    end = time.monotonic() + seconds
    counts = []

    def read():
        count = 0
        while time.monotonic() < end:
            ask(port, path)
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=read) for _reader in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def ask(port: int, path: str):
    """Download once. Raises CommandError unless the answer is 200 and whole."""
    request = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        request.request("GET", path, headers={"User-Agent": READER})
        answer = request.getresponse()
        if answer.status != 200:
            raise CommandError(f"{path} answered {answer.status}")
        while answer.read(64 * 1024):
            pass
    finally:
        request.close()
