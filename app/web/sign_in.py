from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, StringConstraints

from app.actions import sign_in
from app.settings import raw
from app.web.depends import Administrator, InHouse, Now, Transaction
from app.web.refusals import problem
from app.web.staff_sign_in import sign_in_staff

router = APIRouter(prefix="/api/v1")
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]


class NewStaff(BaseModel):
    """A person who is to have an account."""

    name: Name
    email: Email


class StaffSignIn(BaseModel):
    """A staff member's address and password."""

    email: str
    password: str


class MemberSignIn(BaseModel):
    """A member's number and mailed code, for one election."""

    election_id: str
    member_number: str
    code: str


@router.post("/staff", status_code=201)
def create_staff(
    form: NewStaff, session: Transaction, now: Now, by: Administrator
) -> dict[str, str]:
    """Makes an account; the password is shown this once."""
    password = sign_in.create_staff(
        session, name=form.name, email=form.email, administrator=False, by=by.author, now=now
    )
    return {"email": form.email, "password": password}


@router.post("/staff-sessions", status_code=201)
def sign_in_with_password(form: StaffSignIn, house: InHouse) -> Response:
    """Signs a staff member in; a refusal is an answer, so that its count is stored."""
    signed_in = sign_in_staff(house, form.email, form.password)
    return _answer(signed_in, "This address and password do not belong together.")


@router.post("/member-sessions", status_code=201)
def sign_in_member(form: MemberSignIn, session: Transaction, house: InHouse) -> Response:
    """Signs a member in; a refusal is an answer, not an error, so that its count is stored."""
    key = raw(house.settings.code_key)
    signed_in = sign_in.sign_in_member(
        session, form.election_id, form.member_number, form.code, key=key, now=house.wall_clock()
    )
    return _answer(signed_in, "This member number and code do not belong together.")


def _answer(signed_in: sign_in.SignIn, refusal: str) -> Response:
    if signed_in.token is None:
        return problem(401, "The sign-in was refused", refusal)
    return JSONResponse({"token": signed_in.token}, 201)
