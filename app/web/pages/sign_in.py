import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from app.actions.bylaws import rules_in
from app.actions.certification import certified_elections
from app.actions.sign_in import sign_out_staff
from app.errors import TooSoon
from app.records.staff import every_account
from app.web.depends import InHouse, Transaction
from app.web.pages.cookies import STAFF, Cookie, check_form, form_token
from app.web.pages.visit import Fault, see_other
from app.web.refusals import status_of
from app.web.render import render
from app.web.staff_sign_in import sign_in_staff

router = APIRouter(
    dependencies=[Depends(check_form)], default_response_class=HTMLResponse, include_in_schema=False
)
OWN_PAGE = re.compile(r"/elections(/[A-Za-z0-9-]+)*")


@router.get("/")
def front(request: Request, session: Transaction) -> HTMLResponse:
    """What anyone may read: the results of every certified election."""
    certified = [(each, rules_in(each).title) for each in certified_elections(session)]
    first = not every_account(session)
    return render(request, "sign_in/front.html", {"certified": certified, "first": first})


@router.get("/sign-in")
def show(request: Request, house: InHouse, cookie: Cookie, then: str = "") -> Response:
    """The sign-in form."""
    return STAFF.offer(house.settings, cookie, lambda token: _form(request, token, then))


@router.post("/sign-in")
def sign_in(
    request: Request,
    house: InHouse,
    cookie: Cookie,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "",
) -> Response:
    """Signs in under a new token, so that nobody can have planted or kept the one before."""
    try:
        token = sign_in_staff(house, email.strip(), password, instead_of=cookie).token
    except TooSoon as fault:
        return _form(request, cookie, then, email, Fault(str(fault), "password", status_of(fault)))
    if token is None:
        said = "This address and password do not belong together."
        return _form(request, cookie, then, email, Fault(said, "password", 401))
    answer = see_other(then if OWN_PAGE.fullmatch(then) else "/elections")
    STAFF.set(answer, house.settings, token)
    return answer


@router.post("/sign-out")
def sign_out(session: Transaction, house: InHouse, cookie: Cookie) -> Response:
    """Ends the session, here and on the server."""
    sign_out_staff(session, cookie)
    answer = see_other("/sign-in")
    STAFF.drop(answer, house.settings)
    return answer


def _form(
    request: Request, cookie: str, then: str, email: str = "", fault: Fault | None = None
) -> HTMLResponse:
    shown = {
        "form_token": form_token(cookie),
        "then": then,
        "email": email,
        "fault": fault,
    }
    return render(request, "sign_in/sign_in.html", shown, fault.status if fault else 200)
