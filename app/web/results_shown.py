from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.actions.certification import titles_of
from app.actions.explaining import contest_counted, explain_contest
from app.documents.rctab_export import beyond_rctab
from app.errors import NotFound
from app.records.elections import Election
from app.web.downloads import DOWNLOADS
from app.web.tables import rounds_of

Result = Mapping[str, Any]


def overview_shown(session: Session, election: Election, result: Result) -> dict[str, Any]:
    """What a page of all contests shows: each with who was elected, and the seats by place."""
    titles = titles_of(session, election)
    return {
        "result": result,
        "titles": titles,
        "places": _by_place(result["seating"]),
    }


def contest_shown(
    session: Session, election: Election, result: Result, contest_id: str
) -> dict[str, Any]:
    """What a page of one contest shows, with what only its ballots tell."""
    for contest in result["contests"]:
        if contest["id"] == contest_id:
            break
    else:
        raise NotFound(f"The ballot of this election has no contest {contest_id}.")
    counted = contest_counted(session, election, contest_id)
    return {
        "result": result,
        "contest": contest,
        "rounds": rounds_of(contest["rounds"]),
        "seats": [seat for seat in result["seating"] if seat["contest"] == contest_id],
        "explained": explain_contest(counted) if counted else None,
        "downloads": DOWNLOADS,
        "beyond_rctab": beyond_rctab(counted.tabulation.rule, counted.tabulation.seats)
        if counted
        else None,
    }


def _by_place(seating: Iterable[Result]) -> dict[str, list[Result]]:
    """The seats of each contest and body, in the order of the bylaws."""
    places: dict[str, list[Result]] = {}
    for seat in seating:
        places.setdefault(seat["contest"], []).append(seat)
    return places
