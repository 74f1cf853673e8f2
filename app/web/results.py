from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.actions import certification
from app.actions.bylaws import rules_in
from app.actions.effect import effects_of
from app.actions.explaining import contest_counted
from app.errors import NotFound
from app.records.elections import Election
from app.web.depends import InElection, Transaction
from app.web.downloads import DOWNLOADS
from app.web.render import render
from app.web.results_shown import contest_shown, overview_shown

router = APIRouter(prefix="/elections/{election_id}/results", include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def results(request: Request, election: InElection, session: Transaction) -> HTMLResponse:
    """The certified results for anyone to read."""
    result = certification.certified_result(session, election)
    shown = overview_shown(session, election, result) | {"effects": effects_of(session, election)}
    return render(request, "results/results.html", _around(session, election) | shown)


@router.get("/{contest_id}", response_class=HTMLResponse)
def contest(
    request: Request, election: InElection, session: Transaction, contest_id: str
) -> HTMLResponse:
    """One contest of the certified results: its rounds, and why who lost did."""
    result = certification.certified_result(session, election)
    shown = contest_shown(session, election, result, contest_id)
    return render(request, "results/contest.html", _around(session, election) | shown)


@router.get("/{contest_id}/{name}")
def download(election: InElection, session: Transaction, contest_id: str, name: str) -> Response:
    """A file of one contest of the certified results, to count it again with."""
    certification.certified_result(session, election)
    counted = contest_counted(session, election, contest_id)
    if counted is None or name not in DOWNLOADS:
        raise NotFound("There is no such file of this contest.")
    file = DOWNLOADS[name]
    title = certification.titles_of(session, election)[contest_id]
    disposition = {"Content-Disposition": f'attachment; filename="{contest_id}-{name}"'}
    return Response(file.write(counted, title), media_type=file.media, headers=disposition)


def _around(session: Session, election: Election) -> dict[str, Any]:
    return {
        "election": election,
        "local": rules_in(election).title,
        "base": f"/elections/{election.id}/results",
        "certified_at": certification.certified_at(session, election),
    }
