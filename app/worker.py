import time
from datetime import datetime

from app.actions.auditing import seal_audit
from app.actions.elections import check_clock
from app.actions.mailing import write_mail
from app.actions.turnout import count_turnout, turnout_is_due
from app.mail import Letter, Mailer, mailer
from app.records.audit import unchained
from app.records.base import Database, open_database
from app.records.jobs import Job, take_jobs
from app.settings import Settings, clock_from, raw, real_clock

BATCH = 100
PAUSE = 0.2  # seconds between looks at an empty table


def work(settings: Settings, *, until_idle: bool = False) -> None:
    """Sends the letters that wait, counts turnout once a day and seals the audit log.

    For ever, or until nothing waits.

    Codes are stored before their letters leave: a worker killed in between sends those letters
    again with further codes, and all of a member's codes work.
    """
    database, clock = open_database(settings), clock_from(settings.clock_file)
    check_clock(database, settings)
    while True:
        letters = _take(database, settings)
        if letters:
            with mailer(settings.smtp_host, settings.smtp_port, settings.mail_from) as mail:
                _send(database, mail, letters)
        elif not (_count(database, clock()) or _seal(database, settings)):
            if until_idle:
                return
            time.sleep(PAUSE)


def _take(database: Database, settings: Settings) -> list[Letter]:
    with database.writing() as session:
        jobs = take_jobs(session, most=BATCH, now=real_clock())
        return [write_mail(session, job, settings) for job in jobs]


def _send(database: Database, mail: Mailer, letters: list[Letter]) -> None:
    for letter in letters:
        failure = mail.send(letter)
        with database.writing() as session:  # each by itself, or one that fails sends all again
            job = session.get_one(Job, letter.message_id)
            job.done, job.failure = True, failure


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
