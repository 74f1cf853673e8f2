from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from app.actions.changing_dates import voting_changed_on
from app.actions.checklist import Stage
from app.actions.mailing import KINDS
from app.actions.notices import (
    MOST_LETTERS,
    enter_mailing,
    notices_of,
    override_notice,
    rule_on_notice,
)
from app.core.roles import Right
from app.records.notices import NoticeOverride, mails_by_state, refused_mails
from app.records.roll import size_of_roll, without_email
from app.web.pages.cookies import check_form
from app.web.pages.elections import steps_at
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/notices",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
Sending = Annotated[Visit, Depends(visiting(Right.SEND_NOTICES))]
Typed = Annotated[str, Form()]
EMPTY = dict.fromkeys(("notice", "mailed_on", "letters", "proof", "reason"), "")
MOST_SHOWN = 100


@router.get("")
def show(visit: Sending) -> HTMLResponse:
    """Which notices the law wants by when, what was mailed, and what became of the e-mail."""
    return _page(visit, EMPTY)


@router.post("/mailings")
def enter(
    visit: Sending,
    notice: Typed = "",
    mailed_on: Typed = "",
    letters: Typed = "",
    proof: Typed = "",
) -> Response:
    """Notes a batch of letters with what proves its mailing."""
    number = letters.strip().replace(",", "")
    typed = EMPTY | {
        "notice": notice,
        "mailed_on": mailed_on,
        "letters": number,
        "proof": proof.strip(),
    }
    count = number_within(number, 1, MOST_LETTERS)
    if count is None:
        return _page(
            visit,
            typed,
            Fault(f"Say how many letters were mailed, from 1 to {MOST_LETTERS:,}.", "letters"),
        )
    if not typed["proof"]:
        return _page(visit, typed, Fault("Say what proves the mailing.", "proof"))
    try:
        day = date.fromisoformat(mailed_on)
    except ValueError:
        return _page(visit, typed, Fault("Give the day of the mailing.", "mailed_on"))
    fault = visit.attempt(
        lambda: enter_mailing(
            visit.session,
            visit.election,
            notice=notice,
            mailed_on=day,
            letters=count,
            proof=typed["proof"],
            by=visit.actor,
            now=visit.now,
        ),
        "mailed_on",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("notices")


@router.post("/override")
def override(
    visit: Annotated[Visit, Depends(visiting(Right.OPEN_VOTING))], reason: Typed = ""
) -> Response:
    """Lets voting open without a proper proof of mailing, for a reason that is kept."""
    typed = EMPTY | {"reason": reason.strip()}
    if not typed["reason"]:
        return _page(visit, typed, Fault("Say why voting opens all the same.", "reason"))
    fault = visit.attempt(
        lambda: override_notice(
            visit.session, visit.election, typed["reason"], by=visit.actor, now=visit.now
        ),
        "reason",
    )
    return _page(visit, typed, fault) if fault else visit.go_to("notices")


def _page(visit: Visit, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    session, election = visit.session, visit.election
    mails = mails_by_state(session, election.id)
    return visit.page(
        "notices/notices.html",
        fault=fault,
        typed=typed,
        steps=steps_at(visit, Stage.NOTICES),
        notices=notices_of(session, election),
        changed_on=voting_changed_on(session, election),
        ruling=rule_on_notice(session, election),
        override=session.get(NoticeOverride, election.id),
        members=size_of_roll(session, election.id),
        without_email=without_email(session, election.id),
        mails=[
            (
                title,
                mails.get((kind, False, False), 0),
                mails.get((kind, True, False), 0),
                mails.get((kind, True, True), 0),
            )
            for kind, title in KINDS.items()
        ],
        refused=[
            (number, KINDS.get(kind, kind), words)
            for number, kind, words in refused_mails(session, election.id, most=MOST_SHOWN)
        ],
    )
