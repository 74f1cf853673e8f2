from asyncio import Transport
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from rehearsal.ports import free_port
from sqlalchemy import select

from app.actions.mailing import CODE, queue_letter
from app.errors import Unavailable
from app.records.jobs import Job
from app.records.roll import member_by_number
from app.records.sign_in import Code
from app.settings import Settings
from app.worker import work
from tests.registrar import Registrar

POISON = "poison@example.org"


class Relay:
    """A mail server that takes so many letters of a connection and then hangs up.

    It says so first by `closing`, unless that is empty. It also hangs up on a letter to `POISON`.
    """

    def __init__(self, most: int, closing: str) -> None:
        self.taken: list[str] = []
        self.hung_up = 0
        self._most = most
        self._closing = closing
        self._of_session: Counter[int] = Counter()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes one letter: the name is aiosmtpd's."""
        if self._of_session[id(session)] == self._most or envelope.rcpt_tos == [POISON]:
            self.hung_up += 1
            if not self._closing:
                cast("Transport", server.transport).abort()
            return self._closing
        self._of_session[id(session)] += 1
        self.taken += envelope.rcpt_tos
        return "250 Message accepted"


@contextmanager
def relaying(
    registrar: Registrar, most: int, closing: str = ""
) -> Iterator[tuple[Relay, Settings]]:
    """A relay that knows addresses of ASCII alone, and the settings of who sends by it."""
    relay, port = Relay(most, closing), free_port()
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


@pytest.mark.parametrize("closing", ["421 Closing", ""])
def test_letters_go_on_with_the_same_codes_after_the_relay_hung_up(
    registrar: Registrar, closing: str
) -> None:
    queue(registrar)
    with relaying(registrar, most=1, closing=closing) as (relay, settings):
        work(settings, until_idle=True)
        assert relay.hung_up > 0
    assert sorted(relay.taken) == [f"{n}@example.org" for n in (1001, 1002, 1003, 1004)]
    assert [(job.done, job.failure) for job in jobs_of(registrar)] == [(True, None)] * 4
    with registrar.database.reading() as session:
        assert len(session.scalars(select(Code)).all()) == 4


def test_relay_that_takes_nothing_leaves_every_letter_waiting_for_this_worker(
    registrar: Registrar,
) -> None:
    queue(registrar)
    with (
        relaying(registrar, most=0, closing="421 Closing") as (relay, settings),
        pytest.raises(Unavailable, match=r"Letters wait for the mail server: 4\."),
    ):
        work(settings, until_idle=True)
    assert relay.taken == []
    assert [(job.done, job.failure) for job in jobs_of(registrar)] == [(False, None)] * 4
    assert all(
        job.taken_until and job.taken_until > datetime.now(UTC) for job in jobs_of(registrar)
    )


def test_letter_that_has_the_relay_hang_up_holds_up_no_other(registrar: Registrar) -> None:
    queue(registrar, of_1001=POISON)
    with (
        relaying(registrar, most=9, closing="") as (relay, settings),
        pytest.raises(Unavailable, match=r"Letters wait for the mail server: 1\."),
    ):
        work(settings, until_idle=True)
    assert sorted(relay.taken) == [f"{n}@example.org" for n in (1002, 1003, 1004)]
