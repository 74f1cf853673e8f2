import re
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import rules_in
from app.actions.sign_in import sign_in_member, sign_out_member
from app.records.elections import Election
from app.settings import raw
from app.web.depends import InHouse, Transaction
from app.web.my.visit import AtHome, home_of, member_router
from app.web.pages.cookies import MEMBER, MemberCookie, form_token
from app.web.pages.visit import Fault, see_other
from app.web.render import render

router = member_router()
OWN_PAGE = re.compile(r"(/[A-Za-z0-9-]+)*")
REFUSED = "This member number and code do not belong together."


@router.get("/sign-in")
def show(
    request: Request, house: InHouse, cookie: MemberCookie, election: AtHome, then: str = ""
) -> Response:
    """The member's sign-in form."""
    return MEMBER.offer(house.settings, cookie, lambda token: _form(request, election, token, then))


@router.post("/sign-in")
def sign_in(
    request: Request,
    session: Transaction,
    house: InHouse,
    cookie: MemberCookie,
    election: AtHome,
    number: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "",
) -> Response:
    """Signs in under a new token; a refusal is an answer, not an error, so that it is counted."""
    key = raw(house.settings.code_key)
    typed = number.strip()
    token = sign_in_member(session, election.id, typed, code, key=key, now=house.wall_clock()).token
    if token is None:
        return _form(request, election, cookie, then, typed, Fault(REFUSED, "code", 401))
    sign_out_member(session, cookie)
    home = home_of(election)
    is_own = then.startswith(home) and OWN_PAGE.fullmatch(then.removeprefix(home))
    answer = see_other(then if is_own else home)
    MEMBER.set(answer, house.settings, token)
    return answer


@router.post("/sign-out")
def sign_out(
    session: Transaction, house: InHouse, cookie: MemberCookie, election: AtHome
) -> Response:
    """Ends the session, here and on the server."""
    sign_out_member(session, cookie)
    answer = see_other(f"{home_of(election)}/sign-in")
    MEMBER.drop(answer, house.settings)
    return answer


def _form(
    request: Request,
    election: Election,
    cookie: str,
    then: str,
    number: str = "",
    fault: Fault | None = None,
) -> HTMLResponse:
    shown = {
        "election": election,
        "local": rules_in(election).short_title,
        "at": home_of(election),
        "form_token": form_token(cookie),
        "then": then,
        "number": number,
        "fault": fault,
    }
    return render(request, "my/sign_in.html", shown, fault.status if fault else 200)
