from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from app.actions.bylaws import rules_in
from app.actions.committee import Actor, actor_in, rights_in
from app.actions.sign_in import staff_of
from app.core.faults import BadInput
from app.core.roles import Right
from app.core.rules import LocalRules
from app.core.secrecy.encoding import Malformed
from app.documents.cells import RowError
from app.errors import NotSignedIn, TellersError
from app.records.elections import Election
from app.records.staff import Staff
from app.web.depends import InElection, InHouse, Now, Transaction, as_administrator
from app.web.house import House
from app.web.pages.cookies import Cookie, form_token
from app.web.refusals import status_of
from app.web.render import render

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """Why a form was refused; `field` names the input that the sentence belongs to."""

    sentence: str
    field: str = ""
    status: int = 422
    rows: tuple[RowError, ...] = ()


@dataclass(frozen=True)
class Guest:
    """Somebody at a page, signed in."""

    request: Request
    session: Session
    house: House
    now: datetime
    cookie: str

    def page(self, template: str, *, fault: Fault | None = None, **context: Any) -> HTMLResponse:
        """A page for this guest; with a fault, the form that is to be sent again."""
        shown = {
            "form_token": form_token(self.cookie),
            "fault": fault,
            "now": self.now,
            **context,
        }
        return render(self.request, template, shown, fault.status if fault else 200)

    def attempt(self, act: Callable[[], T], field: str = "") -> Fault | None:
        """Does an act, or gives the sentence that its form comes back with; then nothing is left.

        A part of the service that does not answer is no fault of the form's, but is said there.
        """
        try:
            with self.session.begin_nested():
                act()
        except (BadInput, Malformed, TellersError) as fault:
            return Fault(str(fault), field, status_of(fault), getattr(fault, "rows", ()))
        return None


@dataclass(frozen=True)
class Visitor(Guest):
    """A staff member at a page."""

    staff: Staff

    def page(self, template: str, *, fault: Fault | None = None, **context: Any) -> HTMLResponse:
        """A page for this staff member."""
        return super().page(template, fault=fault, visitor=self.staff, **context)


@dataclass(frozen=True)
class Visit(Visitor):
    """A staff member at a page of one election, where they hold the page's right."""

    election: Election
    actor: Actor

    @property
    def rules(self) -> LocalRules:
        """The bylaws of the election's local."""
        return rules_in(self.election)

    @property
    def rights(self) -> frozenset[Right]:
        """What the visitor may do in this election."""
        return rights_in(self.session, self.staff, self.election.id)

    def page(self, template: str, *, fault: Fault | None = None, **context: Any) -> HTMLResponse:
        """A page of the election."""
        here = {
            "election": self.election,
            "local": self.rules.short_title,
            "rights": self.rights,
            "at": address_of(self.election),
        }
        return super().page(template, fault=fault, **here, **context)

    def go_to(self, page: str) -> RedirectResponse:
        """Answers a form that was taken: on to a page of the election."""
        return see_other(address_of(self.election) + (f"/{page}" if page else ""))


def address_of(election: Election) -> str:
    """The path of an election's pages."""
    return f"/elections/{election.id}"


def see_other(path: str) -> RedirectResponse:
    """On to another page, which the browser gets anew."""
    return RedirectResponse(path, status_code=303)


def _visitor(
    request: Request, session: Transaction, house: InHouse, now: Now, cookie: Cookie
) -> Visitor:
    staff = staff_of(session, cookie, now=house.wall_clock())
    if staff is None:
        raise NotSignedIn("Sign in to see this page.")
    return Visitor(request, session, house, now, cookie, staff)


SignedIn = Annotated[Visitor, Depends(_visitor)]


def _administering(visitor: SignedIn) -> Actor:
    return as_administrator(visitor.staff)


Administering = Annotated[Actor, Depends(_administering)]


def visiting(right: Right) -> Callable[..., Visit]:
    """The signed-in staff member at the path's election, as one who holds the right there."""

    def visit(visitor: SignedIn, election: InElection) -> Visit:
        actor = actor_in(visitor.session, visitor.staff, election.id, right)
        return Visit(**vars(visitor), election=election, actor=actor)

    return visit


Seeing = Annotated[Visit, Depends(visiting(Right.OBSERVE))]
