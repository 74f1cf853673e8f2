from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session

from app.actions.committee import Actor, actor_in
from app.actions.elections import election_of
from app.actions.sign_in import member_of, staff_of
from app.core.roles import Right, Role
from app.errors import NotPermitted, NotSignedIn
from app.records.elections import Election
from app.records.roll import MemberRecord
from app.records.staff import Staff
from app.web.house import House


def _house(request: Request) -> House:
    house: House = request.app.state.house
    return house


InHouse = Annotated[House, Depends(_house)]


def _now(house: InHouse) -> datetime:
    return house.clock()


def _transaction(request: Request, house: InHouse) -> Iterator[Session]:
    opened = house.database.reading if request.method == "GET" else house.database.writing
    with opened() as session:
        yield session


Now = Annotated[datetime, Depends(_now)]
# One request, one transaction. scope="function": the commit comes before the answer, or a person
# could hold a receipt for what was never stored.
Transaction = Annotated[Session, Depends(_transaction, scope="function")]


def _token(authorization: Annotated[str, Header()] = "") -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("Sign in first.")
    return token


Token = Annotated[str, Depends(_token)]


def _staff(token: Token, session: Transaction, house: InHouse) -> Staff:
    staff = staff_of(session, token, now=house.wall_clock())
    if staff is None:
        raise NotSignedIn("The session has ended; sign in again.")
    return staff


SignedInStaff = Annotated[Staff, Depends(_staff)]


def as_administrator(staff: Staff) -> Actor:
    """An administrator as one who acts; NotPermitted for anybody else."""
    if not staff.administrator:
        raise NotPermitted("Only an administrator of the service may do this.")
    return Actor(staff.id, staff.name, Role.STAFF)


def _administrator(staff: SignedInStaff) -> Actor:
    return as_administrator(staff)


Administrator = Annotated[Actor, Depends(_administrator)]


def _election(election_id: str, session: Transaction) -> Election:
    return election_of(session, election_id)


InElection = Annotated[Election, Depends(_election)]


def holding(right: Right) -> Callable[..., Actor]:
    """The signed-in staff member, as one who holds the right in the path's election."""

    def actor(staff: SignedInStaff, election: InElection, session: Transaction) -> Actor:
        return actor_in(session, staff, election.id, right)

    return actor


def signed_in_member(session: Session, token: str) -> MemberRecord:
    """The member of a session token; NotSignedIn where it names none."""
    member = member_of(session, token)
    if member is None:
        raise NotSignedIn("Sign in with your member number and code first.")
    return member
