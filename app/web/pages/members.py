from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query
from fastapi.responses import HTMLResponse, Response

from app.actions.districts import assign_district, may_assign
from app.actions.mailing import KINDS
from app.actions.members import day_of_standing, member_at, verdicts_on, waivers_for
from app.core.faults import BadInput
from app.core.residence import is_out_of_state, proposed_district, residence_of
from app.core.roles import Right
from app.records.districts import districts_given
from app.records.jobs import letters_to
from app.records.register import Challenge
from app.records.roll import (
    MemberRecord,
    as_member,
    as_offices,
    as_periods,
    members_like,
    offices_of,
    standing_of,
)
from app.records.staff import names_of_staff
from app.web.pages.cookies import check_form
from app.web.pages.numbers import number_within
from app.web.pages.visit import Fault, Visit, visiting
from app.web.standing_shown import rows_of, stretches_of

router = APIRouter(
    prefix="/elections/{election_id}/members",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)
MOST_FOUND = 50
LONGEST_SEARCH = 200
LARGEST_DISTRICT = 999
MemberId = Annotated[int, Path(ge=1, lt=2**31)]
SeeingRoll = Annotated[Visit, Depends(visiting(Right.SEE_ROLL))]
Typed = Annotated[str, Form()]


@router.get("")
def search(
    visit: SeeingRoll, q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = ""
) -> HTMLResponse:
    """Members by name or number."""
    words = q.split()
    found = []
    if words:
        found = members_like(visit.session, visit.election.id, words, most=MOST_FOUND + 1)
    return visit.page(
        "members/search.html",
        q=q,
        found=[(each.id, as_member(each)) for each in found[:MOST_FOUND]],
        more=len(found) > MOST_FOUND,
        most=MOST_FOUND,
    )


@router.get("/{member_id}")
def show(visit: SeeingRoll, member_id: MemberId) -> HTMLResponse:
    """One member: standing over time, district, and what each contest says of them."""
    return _page(visit, member_at(visit.session, visit.election, member_id))


@router.post("/{member_id}/district")
def assign(
    visit: Annotated[Visit, Depends(visiting(Right.ASSIGN_DISTRICT))],
    member_id: MemberId,
    district: Typed = "",
    county: Typed = "",
    reason: Typed = "",
) -> Response:
    """Gives a member from out of state a district, with the reason."""
    member = member_at(visit.session, visit.election, member_id)
    typed = {"district": district, "county": county, "reason": reason.strip()}
    fault = visit.attempt(
        lambda: assign_district(
            visit.session,
            visit.election,
            member,
            district=_number(district),
            county=county.strip() or None,
            reason=typed["reason"],
            by=visit.actor,
            now=visit.now,
        ),
        "reason" if district else "district",
    )
    return _page(visit, member, typed, fault) if fault else visit.go_to(f"members/{member_id}")


def _number(text: str) -> int:
    number = number_within(text.strip(), 1, LARGEST_DISTRICT)
    if number is None:
        raise BadInput("Choose a district.")
    return number


def _page(
    visit: Visit,
    member: MemberRecord,
    typed: Mapping[str, str] | None = None,
    fault: Fault | None = None,
) -> HTMLResponse:
    session, election = visit.session, visit.election
    on = day_of_standing(election, visit.now)
    vote, verdicts = verdicts_on(session, election, member, on=on)
    concerned = [each for each in verdicts if each.vote.granted or each.stand.granted]
    return visit.page(
        "members/member.html",
        fault=fault,
        member=as_member(member),
        member_id=member.id,
        vote=vote,
        concerned=concerned,
        others=[each for each in verdicts if each not in concerned],
        offices=as_offices(offices_of(session, member.id)),
        waivers=waivers_for(session, election, member),
        challenge=session.get(Challenge, member.id),
        letters=[(KINDS[each.kind], each) for each in letters_to(session, member.id)],
        **_standing(visit, member),
        **_residence(visit, member, typed),
    )


def _standing(visit: Visit, member: MemberRecord) -> dict[str, Any]:
    held = as_periods(standing_of(visit.session, member.id))
    on = day_of_standing(visit.election, visit.now)
    membership = visit.rules.membership
    return {
        "on": on,
        "stretches": stretches_of(held, membership.good_statuses.value, on),
        "standing": rows_of(held, membership),
        "standing_cite": membership.good_statuses.cite,
    }


def _residence(
    visit: Visit, member: MemberRecord, typed: Mapping[str, str] | None
) -> dict[str, Any]:
    """The member's district, with the form for one from out of state."""
    rules, person = visit.rules, as_member(member)
    given = districts_given(visit.session, member.id)
    found = rules.districts
    if found is None:
        return {"residence": None}
    proposed = proposed_district(person, rules)
    abroad = is_out_of_state(person.state, found)
    is_open = may_assign(visit.session, visit.election, visit.now)
    kept = given[-1] if given else None
    chosen = {
        "district": str(kept.district if kept else member.district or proposed or ""),
        "county": (kept.county if kept else None) or "",
        "reason": "",
    }
    counties = [
        (county, f"{county}, District {each.number}")
        for each in found.districts
        for county in each.counties.value
    ]
    return {
        "residence": residence_of(person, rules, kept.county if kept else None),
        "district_cite": found.by_address.cite,
        "abroad": abroad,
        "proposed": proposed,
        "proposed_cite": found.nearest.cite if found.nearest else "",
        "given": given,
        "names": names_of_staff(visit.session, [each.assigned_by for each in given]),
        "districts": [("", "Choose")]
        + [(str(each.number), f"District {each.number}") for each in found.districts],
        "counties": [("", "None named"), *counties],
        "typed": {**chosen, **(typed or {})},
        "district_open": is_open,
        "has_form": abroad and is_open and Right.ASSIGN_DISTRICT in visit.rights,
    }
