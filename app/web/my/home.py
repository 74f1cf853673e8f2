from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import rules_in
from app.actions.dates import calendar_of
from app.actions.entitlement import explain_vote, lives_in, votes_of
from app.actions.exclusive import choice_of
from app.actions.nominations import made_elsewhere
from app.actions.progress import acts_done
from app.core.calendar import phase
from app.core.nominee import NomineeState
from app.core.units import UNIT_FIELDS
from app.documents.calendar_file import as_ics
from app.records.register import RegisterEntry, is_challenged
from app.web.depends import Now
from app.web.my.nominations_shown import made_by, received_by
from app.web.my.step import Situation, step_of
from app.web.my.visit import AtHome, Mine, home_of, member_router
from app.web.pages.elections import dates_of
from app.web.phrases import answer_in_words

router = member_router()


@router.get("")
def show(visit: Mine) -> HTMLResponse:
    """The member's home: what is next, the ballot, nominations, the record, the dates."""
    session, election, member = visit.session, visit.election, visit.member
    vote = explain_vote(session, election, member, None)
    held = session.get(RegisterEntry, member.id)
    received = received_by(visit)
    situation = Situation(
        phase=phase(acts_done(session, election), visit.now),
        may_vote=vote.ruling.granted,
        channel=held.channel if held else None,
        is_challenged=is_challenged(session, member.id),
        to_answer={
            f"{home_of(election)}/nominations/{each.nomination.id}": each.title
            for each in received
            if each.state is NomineeState.ASKED
        },
        made_elsewhere=made_elsewhere(election),
    )
    districts, membership = visit.rules.districts, visit.rules.membership
    about = [districts.by_address.rule] if districts else []
    return visit.page(
        "my/home.html",
        step=step_of(situation, election, visit.now),
        vote=vote,
        answers=[answer_in_words(each, visit.today) for each in vote.answers],
        contests=votes_of(session, election, member) if vote.ruling.granted else [],
        received=received,
        made=made_by(visit),
        choice=choice_of(session, election, member.id),
        residence=lives_in(session, election, member) if districts else None,
        units=UNIT_FIELDS,
        corrections=visit.what_helps([*about, membership.voting_kinds.rule]),
        registered=held,
        dates=dates_of(election),
    )


@router.get("/calendar.ics")
def calendar(election: AtHome, now: Now) -> Response:
    """The election's dates as a file for calendars; for anyone, so that calendars can fetch it."""
    raw = as_ics(calendar_of(election), name=rules_in(election).short_title, stamp=now)
    return Response(raw, media_type="text/calendar")
