import logging
import time
from collections import deque
from datetime import datetime
from smtplib import SMTPServerDisconnected

from app.actions.auditing import seal_audit
from app.actions.elections import check_clock
from app.actions.mailing import write_mail
from app.actions.turnout import count_turnout, turnout_is_due
from app.errors import Unavailable
from app.mail import Letter, Mailer, mailer
from app.records.audit import unchained
from app.records.base import Database, open_database
from app.records.jobs import Job, take_again, take_jobs
from app.settings import Settings, clock_from, raw, real_clock

_log = logging.getLogger("tellers.worker")
BATCH = 100
AGAIN = 5.0  # seconds until a mail server that took nothing is asked once more
PAUSE = 0.2  # seconds between looks at an empty table


def work(settings: Settings, *, until_idle: bool = False) -> None:
    """Sends the letters that wait, counts turnout once a day and seals the audit log.

    For ever, or until nothing waits; then Unavailable where letters wait for the mail server.

    Codes are stored before their letters leave: a worker killed in between sends those letters
    again with further codes, and all of a member's codes work.
    """
    database, clock = open_database(settings), clock_from(settings.clock_file)
    check_clock(database, settings)
    post = _Post(database, settings)
    while True:
        if not (post.send() or _count(database, clock()) or _seal(database, settings)):
            if until_idle:
                post.check_sent()
                return
            time.sleep(PAUSE)


class _Post:
    """Letters from their writing to their sending, kept while a mail server hangs up."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._waiting: deque[Letter] = deque()
        self._not_before = 0.0  # of the monotonic clock

    def send(self) -> bool:
        """Sends a batch, or as much as the mail server takes; whether any letter left."""
        if time.monotonic() < self._not_before:
            return False
        self._take()
        tried, number = 0, len(self._waiting)
        try:
            while tried < number:
                tried += self._send_over_one_connection(number - tried)
        except OSError as fault:  # which every fault of SMTP is
            _log.warning("no mail server (%s); letters wait: %d", fault, len(self._waiting))
        sent = len(self._waiting) < number
        if self._waiting and not sent:
            self._not_before = time.monotonic() + AGAIN
        return sent

    def _send_over_one_connection(self, most: int) -> int:
        """How many letters, of so many at most, were tried until the mail server hung up."""
        server = self._settings.smtp_host, self._settings.smtp_port
        with mailer(*server, self._settings.mail_from) as mail:
            for tried in range(1, most + 1):
                try:
                    self._send_first(mail)
                except SMTPServerDisconnected:
                    _log.warning("the mail server hung up; letters wait: %d", len(self._waiting))
                    self._waiting.rotate(-1)  # or one that it cannot take would hold up all others
                    return tried
        return most

    def check_sent(self) -> None:
        """Unavailable where letters wait for a mail server."""
        if self._waiting:
            raise Unavailable(f"Letters wait for the mail server: {len(self._waiting)}.")

    def _take(self) -> None:
        """Takes jobs and writes their letters; what waits already is taken once more."""
        now = real_clock()
        with self._database.writing() as session:
            if self._waiting:
                take_again(session, [letter.message_id for letter in self._waiting], now=now)
                return
            jobs = take_jobs(session, most=BATCH, now=now)
            letters = [write_mail(session, job, self._settings) for job in jobs]
        self._waiting.extend(letters)

    def _send_first(self, mail: Mailer) -> None:
        letter = self._waiting[0]
        failure = mail.send(letter)
        with self._database.writing() as session:  # each by itself, or a fault sends all again
            job = session.get_one(Job, letter.message_id)
            job.done, job.failure = True, failure
        self._waiting.popleft()


def _count(database: Database, now: datetime) -> bool:
    with database.reading() as session:
        if not turnout_is_due(session, now=now):
            return False
    with database.writing() as session:
        return count_turnout(session, now=now) > 0


def _seal(database: Database, settings: Settings) -> bool:
    with database.reading() as session:
        if not unchained(session, most=1):
            return False
    with database.writing() as session:
        return seal_audit(session, raw(settings.signing_key), now=real_clock()) is not None
