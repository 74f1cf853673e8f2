import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.committee import Actor
from app.actions.sign_in import make_code
from app.core.secrecy.encoding import in_groups
from app.documents.dates import in_words
from app.documents.letters import write_letter
from app.mail import Letter
from app.records.ballots import frozen_ballot
from app.records.elections import Election
from app.records.jobs import Job
from app.records.roll import MemberRecord, as_member, members_of
from app.settings import Settings, raw

CODE = "code"
NOMINATED = "nominated"
CHOOSE = "choose"
FORUM = "forum"
KINDS = {
    CODE: "Sign-in codes",
    NOMINATED: "Letters to nominees",
    CHOOSE: "Letters that ask nominees to choose",
    FORUM: "Invitations to forums",
}


def queue_letter(
    session: Session, kind: str, member: MemberRecord, facts: dict[str, Any] | None = None
) -> None:
    """Has a letter sent to the member, by e-mail or else on paper; a code in it is made then."""
    session.add(
        Job(id=str(uuid.uuid4()), kind=kind, member_id=member.id, facts=facts or {}, done=False)
    )


def mail_codes(
    session: Session, election: Election, *, by: Actor, now: datetime
) -> tuple[int, int]:
    """Has a sign-in code sent to every member with an e-mail address: (queued, without one)."""
    roll = members_of(session, election.id)
    for member in roll:
        if member.email:
            queue_letter(session, CODE, member)
    queued = sum(bool(member.email) for member in roll)
    without = len(roll) - queued
    log_act(
        session,
        "codes_queued",
        by=by.author,
        now=now,
        election=election.id,
        queued=queued,
        without_email=without,
    )
    return queued, without


def write_mail(session: Session, job: Job, settings: Settings) -> Letter:
    """The letter of a job, with a new code where its kind has one."""
    member = session.get_one(MemberRecord, job.member_id)
    election = session.get_one(Election, member.election_id)
    has_code = job.kind == CODE or job.facts.get("granted") is True
    code = make_code(session, member, key=raw(settings.code_key)) if has_code else None
    text = write_letter(
        job.kind,
        {
            **job.facts,
            "local": rules_in(election).title,
            "election": election,
            "purpose": election.purpose,
            "member": {"name": as_member(member).display_name, "number": member.member_number},
            "code": code,
            "ballot": _own_ballot_page(session, member, code, settings),
            "address": f"{settings.public_url}/my/{election.id}",
            "opens": in_words(election.opens, election.zone),
            "closes": in_words(
                election.closes_issue if job.kind == CODE else election.acceptance_deadline,
                election.zone,
            ),
        },
    )
    return Letter(job.id, member.email, text.subject, text.body)


def ballot_page(session: Session, election_id: str, settings: Settings) -> dict[str, str | None]:
    """Where members vote: the page, and the frozen manifest's hash."""
    frozen = frozen_ballot(session, election_id)
    fingerprint = in_groups(bytes.fromhex(frozen.digest)) if frozen else None
    return {"page": f"{settings.public_url}/vote/{election_id}", "fingerprint": fingerprint}


def _own_ballot_page(
    session: Session, member: MemberRecord, code: str | None, settings: Settings
) -> dict[str, str | None]:
    """Where the member votes, with a link that signs in.

    What a link carries stands behind its #, which browsers send to no server.
    """
    shown = ballot_page(session, member.election_id, settings)
    frozen = frozen_ballot(session, member.election_id)
    carried = {"member": member.member_number, "code": code or ""}
    if frozen:
        carried["manifest"] = frozen.digest
    return {**shown, "link": f"{shown['page']}#{urlencode(carried)}"}
