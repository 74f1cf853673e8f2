from fastapi.responses import HTMLResponse

from app.actions.bylaws import contest_in
from app.actions.candidates import candidates_of
from app.actions.certification import certified_at
from app.actions.entitlement import explain_candidacy, explain_vote
from app.actions.nominations import made_elsewhere
from app.web.my.visit import Mine, member_router

router = member_router()


@router.get("/contests/{contest_id}")
def show(visit: Mine, contest_id: str) -> HTMLResponse:
    """Whether the member may vote and stand in one contest, why not, and who stands."""
    session, election, member = visit.session, visit.election, visit.member
    contest = contest_in(session, election, contest_id)
    vote = explain_vote(session, election, member, contest_id)
    stand = explain_candidacy(session, election, member, contest_id, now=visit.now)
    shown = visit.now >= election.acceptance_deadline
    everybody = candidates_of(session, election, now=visit.now) if shown else []
    return visit.page(
        "my/contest.html",
        contest=contest,
        vote=vote.ruling,
        stand=stand.ruling,
        vote_helps=visit.what_helps(each.rule for each in vote.answers),
        stand_helps=visit.what_helps(each.rule for each in stand.answers),
        candidates=[each for each in everybody if each["contest"] == contest_id],
        are_shown=shown,
        made_elsewhere=made_elsewhere(visit.election),
        is_certified=certified_at(session, election) is not None,
    )
