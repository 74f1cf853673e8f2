import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse

from app.actions.sign_in import create_staff
from app.records.staff import every_account
from app.web.pages.cookies import check_form
from app.web.pages.visit import Administering, Fault, SignedIn, Visitor

router = APIRouter(
    prefix="/accounts",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
ADDRESS = re.compile(r"[^@\s]{1,100}@[^@\s]{1,150}")
MOST_LETTERS = 200


@router.get("")
def show(visitor: SignedIn, _: Administering) -> HTMLResponse:
    """Everybody who may sign in, and the form for one more."""
    return _page(visitor, {"name": "", "email": ""})


@router.post("")
def add(
    visitor: SignedIn,
    by: Administering,
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Makes an account; its password stands on the answer and nowhere after that."""
    typed = {"name": name.strip(), "email": email.strip()}
    if not 0 < len(typed["name"]) <= MOST_LETTERS:
        return _page(visitor, typed, Fault("Give the person’s name.", "name"))
    if not ADDRESS.fullmatch(typed["email"]):
        return _page(visitor, typed, Fault("Give the address to sign in with.", "email"))
    made: list[str] = []
    fault = visitor.attempt(
        lambda: made.append(
            create_staff(
                visitor.session, **typed, administrator=False, by=by.author, now=visitor.now
            )
        ),
        "email",
    )
    if fault:
        return _page(visitor, typed, fault)
    return visitor.page("accounts/made.html", password=made[0], made=typed)


def _page(visitor: Visitor, typed: dict[str, str], fault: Fault | None = None) -> HTMLResponse:
    accounts = every_account(visitor.session)
    return visitor.page("accounts/accounts.html", fault=fault, typed=typed, accounts=accounts)
