"""`make run`: bring everything up to date and serve the site until it is stopped."""

import errno
import http.client
import logging
import multiprocessing
import signal
import socket
import threading
import time
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from ascn_portal.accounts.services import update_roles
from ascn_portal.caching import raise_content_version

ADDRESS = "127.0.0.1"
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Update the database, the record and the static files, then serve the site on PORT."

    def handle(self, **options):
        # Ctrl-C ends the preparations without a traceback; the server sets its own handler.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        check_port_is_free()
        check_database_answers()
        self.say("Updating the database")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        update_roles()
        self.say("Loading the record")
        call_command("load_record", stdout=self.stdout)
        self.say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        # Pages made by an earlier release are old, whatever was published since.
        raise_content_version()
        self.say("Starting the server")
        self.serve()

    def serve(self):
        """Serve until SIGINT or SIGTERM; the server ends its workers before this returns."""
        connections.close_all()
        # A forked worker would share this process's threads' locks and database connections.
        multiprocessing.set_start_method("spawn", force=True)
        server = Granian(
            "ascn_portal.wsgi:application",
            address=ADDRESS,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            workers=2,
            blocking_threads=64,  # a slow download holds one as long as it lasts
            respawn_failed_workers=True,
            workers_kill_timeout=10,
            log_level=LogLevels.error,  # its warnings are advice on threads and cores
        )
        server.on_startup(lambda: run_beside(self.announce))
        if not settings.REDIS_URL:
            server.on_startup(keep_timetable)
        server.serve()

    def announce(self):
        """Print the address once a request to it is answered."""
        while not answers():
            time.sleep(0.1)
        self.say(f"The portal is at http://{ADDRESS}:{settings.PORT}/ (Ctrl-C ends it)")

    def say(self, text: str):
        """Print a line at once, also into a file or pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def check_port_is_free():
    """Refuse a port that another program holds: the server itself would share it silently."""
    try:
        socket.create_server((ADDRESS, settings.PORT)).close()
    except OSError as error:
        reason = (
            "is in use by another program"
            if error.errno == errno.EADDRINUSE
            else f"cannot be used ({error.strerror})"
        )
        raise CommandError(
            f"Port {settings.PORT} {reason}. Example of another: PORT=8001 make run"
        ) from error


def check_database_answers():
    """Refuse a database that is away, without the traceback of the first query."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error


def run_beside(function):
    """Run `function` in a thread that ends with the process."""
    threading.Thread(target=function, daemon=True).start()


def answers() -> bool:
    """Whether the site answers a request, with whatever status."""
    request = http.client.HTTPConnection(ADDRESS, settings.PORT, timeout=30)
    try:
        request.request("HEAD", "/")
        request.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        request.close()
    return True


def keep_timetable():
    """Do what Celery's beat and workers would, where none run: one thread for each entry."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        run_beside(partial(repeat, import_string(entry["task"]), entry["schedule"]))


def repeat(task, seconds: float):
    """Run `task` every so many `seconds`; a failure is logged and tried again."""
    while True:
        time.sleep(seconds)
        run_once(task)


def run_once(task):
    """Run `task` with database connections of its own, whatever becomes of it."""
    try:
        task()
    except Exception:
        logger.exception("%s failed; it is tried again", task.name)
    finally:
        connections.close_all()
