from collections.abc import Mapping
from dataclasses import dataclass

from app.core.clause import Clause


@dataclass(frozen=True, slots=True)
class District:
    """One district and the counties it is made of, in the bylaws' order."""

    number: int
    counties: Clause[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DistrictRules:
    """How a member's home address gives the district; `states` are the names of the home state.

    `nearest` proposes a district for counties of other states ("WA Clark").
    """

    states: Clause[tuple[str, ...]]
    by_address: Clause[bool]
    candidates_reside: Clause[bool]
    assigned_from_abroad: Clause[bool]
    county_from_abroad: Clause[bool]
    nearest: Clause[Mapping[str, int]] | None
    districts: tuple[District, ...]

    def of_county(self, county: str) -> int | None:
        """The number of the district a county of the home state lies in."""
        for district in self.districts:
            if county in district.counties.value:
                return district.number
        return None

    def county_named(self, name: str) -> str | None:
        """The county in the bylaws' spelling, however the roll spells it ("LANE COUNTY")."""
        folded = name.casefold().removesuffix(" county").strip()
        for district in self.districts:
            for county in district.counties.value:
                if county.casefold() == folded:
                    return county
        return None
