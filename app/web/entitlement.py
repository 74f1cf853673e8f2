from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter

from app.actions.elections import election_of
from app.actions.entitlement import Explained, explain_candidacy, explain_vote
from app.records.elections import Election
from app.web.depends import Now, Token, Transaction, signed_in_member
from app.web.phrases import answer_in_words

router = APIRouter(prefix="/api/v1/my")


@router.get("/vote")
def my_vote(
    session: Transaction, token: Token, now: Now, contest: str | None = None
) -> dict[str, Any]:
    """Whether the signed-in member may vote in a contest, or at all; and where not, why."""
    member = signed_in_member(session, token)
    election = election_of(session, member.election_id)
    return _told(explain_vote(session, election, member, contest), _day(election, now))


@router.get("/candidacy")
def my_candidacy(session: Transaction, token: Token, now: Now, contest: str) -> dict[str, Any]:
    """Whether the signed-in member may stand for a contest; and where not, why."""
    member = signed_in_member(session, token)
    election = election_of(session, member.election_id)
    explained = explain_candidacy(session, election, member, contest, now=now)
    return _told(explained, _day(election, now))


def _day(election: Election, now: datetime) -> date:
    return now.astimezone(ZoneInfo(election.zone)).date()


def _told(explained: Explained, today: date) -> dict[str, Any]:
    return {
        **explained.ruling.as_json(),
        "answers": [
            {
                "rule": each.rule,
                "cite": each.cite,
                "says": each.says,
                "to_do": each.to_do,
                "until": each.until.isoformat() if each.until else None,
                "in_words": answer_in_words(each, today),
            }
            for each in explained.answers
        ],
    }
