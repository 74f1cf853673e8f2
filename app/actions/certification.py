import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.amending import amendments_of
from app.actions.bylaws import QUESTIONS, rules_in
from app.actions.canvass import (
    ACCEPTED,
    board_of,
    entries_of,
    frozen,
    group_figures,
    opened_of,
    register_of,
    result_of,
)
from app.actions.committee import Actor, done_at, sign_act, signatures_of
from app.actions.filling import fill_by_certificate
from app.actions.officers import install_officers
from app.actions.paper import headers_of
from app.box_state import DistantBox
from app.core.roles import signers_needed
from app.core.secrecy.bundle import build_bundle
from app.errors import NotFound, OutOfTurn
from app.records.elections import Election, elections_newest_first
from app.records.staff import committee_of, names_of_staff
from app.settings import Settings, raw

CERTIFIED = "certified"
AUDITED = ("certification_signed", "result_certified")
DISAGREES = "disagrees"


def certify(session: Session, election: Election, digest: str, *, by: Actor, now: datetime) -> bool:
    """One of the committee's signatures under the result (H3); true when it is certified."""
    record = result_of(session, election)
    if record.digest != digest:
        raise NotFound("No result of this election has this digest.")
    if done_at(session, election.id, ACCEPTED) is None:
        raise OutOfTurn("Two people accept the count before it is certified.")
    result = json.loads(record.result)
    if not result["reconciliation"]["balanced"]:
        raise OutOfTurn("The reconciliation does not balance, so nothing is certified (L11).")
    for contest in result["contests"]:
        if contest.get("second_count") == DISAGREES:
            raise OutOfTurn(f"The second count of {contest['id']} disagrees and is not explained.")
    needed = signers_of(session, election)
    done = sign_act(
        session,
        election.id,
        CERTIFIED,
        digest,
        audited=AUDITED,
        by=by,
        now=now,
        needed=needed,
    )
    if done:
        _install(session, election, by, now)
    return done


def _install(session: Session, election: Election, by: Actor, now: datetime) -> None:
    """Has the officers' roster follow the certificate; a vote on questions seats nobody."""
    if election.follows is not None:
        fill_by_certificate(session, election, by=by, now=now)
    elif election.held_for != QUESTIONS:
        install_officers(session, election, by=by, now=now)


def certified_at(session: Session, election: Election) -> datetime | None:
    """When the last signature came that makes the result certified."""
    return done_at(session, election.id, CERTIFIED, needed=signers_of(session, election))


def certified_elections(session: Session) -> list[Election]:
    """The elections whose results anyone may read, the newest first."""
    return [each for each in elections_newest_first(session) if certified_at(session, each)]


def certified_result(session: Session, election: Election) -> dict[str, Any]:
    """results.json: what was counted, with who certified it; only once it is certified."""
    if certified_at(session, election) is None:
        raise OutOfTurn("The result is not certified yet.")
    result: dict[str, Any] = json.loads(result_of(session, election).result)
    signers = [act.by_id for act in signatures_of(session, election.id, CERTIFIED)]
    names = names_of_staff(session, signers)
    return {**result, "certified": {"by": [names[signer] for signer in signers]}}


def bundle_of(session: Session, election: Election, box: DistantBox, settings: Settings) -> bytes:
    """election-bundle.zip: all that anyone needs to verify the certified result."""
    _, manifest = frozen(session, election)
    opened = opened_of(session, election, manifest)
    figures = group_figures(session, election, manifest, opened)
    return build_bundle(
        manifest,
        board=entries_of(session, election, box),
        checkpoints=board_of(session, election).checkpoints,
        opened=opened,
        register=register_of(session, election, figures),
        results=certified_result(session, election),
        registrar_sk=raw(settings.signing_key),
        amendments=amendments_of(session, election, manifest).canonical(),
        paper=headers_of(session, election),
    )


def titles_of(session: Session, election: Election) -> dict[str, str]:
    """The title of each contest of the frozen ballot, declared ones too, and of each body."""
    ballot, _ = frozen(session, election)
    bodies = (row.body for row in rules_in(election).ex_officio)
    titles = {body: body.replace("-", " ").title() for body in bodies}
    return titles | {contest["id"]: contest["title"] for contest in ballot.contests}


def signers_of(session: Session, election: Election) -> int:
    """How many of the committee have to certify the result."""
    size = len(committee_of(session, election.id))
    return signers_needed(size, rules_in(election))
