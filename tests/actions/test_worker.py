from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPServerDisconnected

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from rehearsal.ports import free_port
from sqlalchemy import select

from app.actions.mailing import CODE, queue_letter
from app.records.jobs import Job
from app.records.roll import member_by_number
from app.settings import Settings
from app.worker import work
from tests.registrar import Registrar


class Relay:
    """A mail server that takes so many letters and then hangs up."""

    def __init__(self, most: int) -> None:
        self.taken: list[str] = []
        self._most = most

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes one letter: the name is aiosmtpd's."""
        if len(self.taken) == self._most:
            return "421 Closing"
        self.taken += envelope.rcpt_tos
        return "250 Message accepted"


@contextmanager
def relaying(registrar: Registrar, most: int) -> Iterator[tuple[Relay, Settings]]:
    """A relay that knows addresses of ASCII alone, and the settings of who sends by it."""
    relay, port = Relay(most), free_port()
    controller = Controller(relay, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield relay, registrar.settings.model_copy(update={"smtp_port": port})
    finally:
        controller.stop()


def queue(registrar: Registrar, **addresses: str) -> None:
    with registrar.database.writing() as session:
        session.query(Job).delete()
        for number in ("1001", "1002", "1003", "1004"):
            member = member_by_number(session, registrar.election, number)
            assert member is not None
            member.email = addresses.get(f"of_{number}", member.email)
            queue_letter(session, CODE, member)


def jobs_of(registrar: Registrar) -> list[Job]:
    with registrar.database.reading() as session:
        return list(session.scalars(select(Job)))


def test_address_that_the_relay_cannot_send_to_fails_alone(registrar: Registrar) -> None:
    queue(registrar, of_1002="luís@example.org")
    with relaying(registrar, most=4) as (relay, settings):
        work(settings, until_idle=True)
    assert sorted(relay.taken) == [f"{number}@example.org" for number in (1001, 1003, 1004)]
    jobs = jobs_of(registrar)
    assert all(job.done for job in jobs)
    (failure,) = [job.failure for job in jobs if job.failure]
    assert "SMTPUTF8" in failure


def test_letters_sent_before_the_relay_hangs_up_are_not_sent_again(registrar: Registrar) -> None:
    queue(registrar)
    with relaying(registrar, most=1) as (relay, settings), pytest.raises(SMTPServerDisconnected):
        work(settings, until_idle=True)
    assert len(relay.taken) == 1
    jobs = jobs_of(registrar)
    assert sum(job.done and job.failure is None for job in jobs) == 1
    assert sum(not job.done for job in jobs) == 2
