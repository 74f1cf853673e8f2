from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.actions.bylaws import contests_in
from app.core.nominee import NomineeState, state_of
from app.records.nominations import Motion, Nomination, motions_by, nominations_by_member
from app.records.roll import MemberRecord, as_member
from app.web.my.visit import MemberVisit


@dataclass(frozen=True)
class Received:
    """A nomination of the member's own."""

    nomination: Nomination
    title: str
    state: NomineeState


@dataclass(frozen=True)
class Made:
    """What the member moved: for whom, and what came of it; no nomination where out of order."""

    motion: Motion
    name: str
    title: str
    nomination: Nomination | None
    state: NomineeState | None


def received_by(visit: MemberVisit) -> list[Received]:
    """The nominations of the member, in the order they came in."""
    titles = _titles(visit)
    return [
        Received(each, titles[each.contest_id], _state(visit, each))
        for each in nominations_by_member(visit.session, visit.member.id)
    ]


def made_by(visit: MemberVisit) -> list[Made]:
    """What the member moved or seconded, the newest first."""
    titles = _titles(visit)
    return [_made(visit, each, titles) for each in motions_by(visit.session, visit.member.id)]


def _made(visit: MemberVisit, motion: Motion, titles: dict[str, str]) -> Made:
    nominee = visit.session.get_one(MemberRecord, motion.member_id)
    nomination = next(
        (
            each
            for each in nominations_by_member(visit.session, nominee.id)
            if motion.granted and each.contest_id == motion.contest_id
        ),
        None,
    )
    return Made(
        motion,
        as_member(nominee).display_name,
        titles[motion.contest_id],
        nomination,
        _state(visit, nomination) if nomination else None,
    )


def _titles(visit: MemberVisit) -> dict[str, str]:
    return {each.id: each.title for each in contests_in(visit.session, visit.election)}


def _state(visit: MemberVisit, nomination: Nomination) -> NomineeState:
    return state_of(
        granted=nomination.granted,
        accepted=nomination.accepted,
        tried=nomination.acceptance_ruling is not None,
        is_over=visit.now >= visit.election.acceptance_deadline,
    )


def unmet_rules(ruling: dict[str, Any] | None) -> Iterable[str]:
    """The rules of a stored ruling that stand in the way."""
    return (each["rule"] for each in (ruling or {}).get("findings", ()) if not each["met"])
