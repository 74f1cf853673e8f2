from dataclasses import dataclass

from app.core.contest import Contest
from app.core.roll import Employment, Member, OfficeHeld, StandingPeriod, Waiver


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a ruling on one member looks at; None is a fact nobody has stated.

    `accepted` holds the contests whose nomination the member has accepted, `committee`
    whether the member sits on the elections committee, `attested` whether the member has signed
    that no conviction bars from office, `barred` whether the committee has found that one does.
    `nearest_county` is named by the committee for a member from out of state.
    """

    member: Member
    standing: tuple[StandingPeriod, ...] | None = None
    offices: tuple[OfficeHeld, ...] | None = None
    employment: tuple[Employment, ...] | None = None
    accepted: tuple[Contest, ...] | None = None
    waivers: tuple[Waiver, ...] = ()
    committee: bool | None = None
    attested: bool | None = None
    barred: bool = False
    nearest_county: str | None = None
