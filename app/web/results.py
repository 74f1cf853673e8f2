from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.actions import certification
from app.actions.bylaws import rules_in
from app.web.depends import InElection, Transaction
from app.web.render import render
from app.web.tables import tables_of

router = APIRouter(include_in_schema=False)


@router.get("/elections/{election_id}/results", response_class=HTMLResponse)
def results(request: Request, election: InElection, session: Transaction) -> HTMLResponse:
    """The certified results for anyone to read."""
    result: dict[str, Any] = certification.certified_result(session, election)
    context = {
        "election": election,
        "local": rules_in(election).title,
        "result": result,
        "titles": certification.titles_of(session, election),
        "tables": tables_of(result),
    }
    return render(request, "results/results.html", context)
