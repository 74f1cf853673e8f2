from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.actions.bylaws import rules_in
from app.actions.dates import days_of
from app.actions.sign_in import member_of
from app.core.answers import what_helps
from app.core.rules import LocalRules
from app.errors import NotSignedIn
from app.records.elections import Election
from app.records.roll import MemberRecord, as_member
from app.web.depends import InElection, InHouse, Now, Transaction
from app.web.pages.cookies import MEMBER, MemberCookie
from app.web.pages.visit import Fault, Guest, see_other
from app.web.phrases import remedy_in_words

PREFIX = "/my/{election_id}"


def member_router() -> APIRouter:
    """The routes of some of a member's pages; their forms are of the member's session."""
    return APIRouter(
        prefix=PREFIX,
        dependencies=[Depends(MEMBER.check_form)],
        default_response_class=HTMLResponse,
        include_in_schema=False,
    )


@dataclass(frozen=True)
class MemberVisit(Guest):
    """A member at a page of the one election that the sign-in is for."""

    election: Election
    member: MemberRecord

    @property
    def rules(self) -> LocalRules:
        """The bylaws of the election's local."""
        return rules_in(self.election)

    @property
    def today(self) -> date:
        """The day, where the election is held."""
        return self.now.astimezone(ZoneInfo(self.election.zone)).date()

    def page(self, template: str, *, fault: Fault | None = None, **context: Any) -> HTMLResponse:
        """A page of the election for this member."""
        here = {
            "election": self.election,
            "local": self.rules.short_title,
            "at": home_of(self.election),
            "me": as_member(self.member),
        }
        return super().page(template, fault=fault, **here, **context)

    def go_to(self, page: str) -> RedirectResponse:
        """Answers a form that was taken: on to another of the member's pages."""
        return see_other(home_of(self.election) + page)

    def what_helps(self, rules: Iterable[str]) -> list[str]:
        """What the member can do about each of these rules, with the last day for it; once each."""
        days = days_of(self.election)
        said = [remedy_in_words(*what_helps(rule, self.rules, days), self.today) for rule in rules]
        return list(dict.fromkeys(filter(None, said)))


def home_of(election: Election) -> str:
    """The path of a member's own page in an election."""
    return f"/my/{election.id}"


def _at_home(request: Request, election: InElection) -> Election:
    """The path's election; a refusal leads back to its member's page, or to that sign-in."""
    request.state.home = home_of(election)
    return election


AtHome = Annotated[Election, Depends(_at_home)]


def _visit(
    request: Request,
    session: Transaction,
    house: InHouse,
    now: Now,
    cookie: MemberCookie,
    election: AtHome,
) -> MemberVisit:
    member = member_of(session, cookie)
    if member is None or member.election_id != election.id:
        raise NotSignedIn("Sign in with your member number and code to see this page.")
    return MemberVisit(request, session, house, now, cookie, election, member)


Mine = Annotated[MemberVisit, Depends(_visit)]
