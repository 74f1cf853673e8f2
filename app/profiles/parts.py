from app.core.faults import BadInput
from app.core.roll import Kind, Status
from app.core.rules import (
    CalendarRules,
    CommitteeRules,
    ContestTemplate,
    CountingRules,
    CountySeats,
    District,
    DistrictRules,
    Exclusivity,
    ExOfficio,
    GrantedLess,
    MembershipRules,
    Milestone,
    RankingRules,
    SuccessionRules,
    TermRules,
    TieRules,
)
from app.profiles.tables import (
    Table,
    as_days,
    as_month_day,
    as_number,
    as_text,
    as_texts,
    as_truth,
    one_of,
    some_of,
)

KINDS = frozenset(kind.value for kind in Kind)
STATUSES = frozenset(status.value for status in Status)
STEWARD_KINDS = frozenset({"homecare", "personal_support", "work_location"})


def terms(table: Table) -> TermRules:
    """The table `terms`."""
    read = TermRules(
        years=table.clause("years", as_number),
        every=table.clause("every", as_number),
        counting_from=table.clause("counting_from", as_number),
        begins=table.maybe_clause("begins", as_month_day),
    )
    if read.every.value < 1:
        raise BadInput(f"{table.place}.every must be at least one year.")
    table.done()
    return read


def committee(table: Table) -> CommitteeRules:
    """The table `committee`."""
    read = CommitteeRules(
        least=table.clause("least", as_number),
        candidates_barred=table.clause("candidates_barred", as_truth),
        signers_at_least=table.clause("signers_at_least", as_number),
        signers_majority=table.clause("signers_majority", as_truth),
    )
    if read.signers_at_least.value > read.least.value:
        raise BadInput(f"{table.place}: a committee of the least size could never sign.")
    table.done()
    return read


def membership(table: Table) -> MembershipRules:
    """The table `membership`."""
    read = MembershipRules(
        voting_kinds=table.clause("voting_kinds", some_of(KINDS)),
        standing_kinds=table.clause("standing_kinds", some_of(KINDS)),
        bargaining_unit_only=table.maybe_clause("bargaining_unit_only", as_truth),
        good_standing=table.clause("good_standing", as_truth),
        good_statuses=table.clause("good_statuses", some_of(STATUSES)),
        months_before_nomination=table.clause("months_before_nomination", as_number),
    )
    table.done()
    return read


def districts(table: Table) -> DistrictRules:
    """The table `districts`; no county may lie in two of them."""
    counties = table.table("counties")
    read = DistrictRules(
        states=table.clause("states", as_texts),
        by_address=table.clause("by_address", as_truth),
        candidates_reside=table.clause("candidates_reside", as_truth),
        assigned_from_abroad=table.clause("assigned_from_abroad", as_truth),
        county_from_abroad=table.clause("county_from_abroad", as_truth),
        districts=tuple(_district(counties, number) for number in counties.keys()),  # noqa: SIM118
    )
    table.done()
    seen: dict[str, int] = {}
    for district in read.districts:
        for county in district.counties.value:
            if county in seen:
                both = f"{seen[county]} and {district.number}"
                raise BadInput(f"{counties.place} puts {county} into districts {both}.")
            seen[county] = district.number
    return read


def _district(counties: Table, number: str) -> District:
    if not number.isdecimal():
        raise BadInput(f"{counties.place} names a district {number!r}, which is not a number.")
    return District(int(number), counties.clause(number, as_texts))


def contest(table: Table) -> ContestTemplate:
    """One of the tables `contests`."""
    over = one_of("local", "district", "county")(table.take("over"), f"{table.place}.over")
    read = ContestTemplate(
        office=table.text("office"),
        group=table.text("group"),
        title=table.text("title"),
        over=over,
        method=table.clause("method", one_of("ranked", "plurality")),
        seats=table.clause("seats", _county_seats if over == "county" else _seats),
        voters=table.clause("voters", as_text),
        steward=table.maybe_clause("steward", some_of(STEWARD_KINDS)),
    )
    table.done()
    return read


def _seats(raw: object, place: str) -> int | GrantedLess | tuple[CountySeats, ...]:
    if isinstance(raw, dict):
        if set(raw) != {"granted_less"}:
            raise BadInput(f"{place} must be a number or {{granted_less = [...]}}.")
        return GrantedLess(as_texts(raw["granted_less"], f"{place}.granted_less"))
    if as_number(raw, place) == 0:
        raise BadInput(f"{place} must be at least one seat.")
    return as_number(raw, place)


def _county_seats(raw: object, place: str) -> int | GrantedLess | tuple[CountySeats, ...]:
    if not isinstance(raw, list) or not raw:
        raise BadInput(f"{place} must be a list of counties with their seats.")
    read = []
    for number, row in enumerate(raw, 1):
        table = Table(row, f"{place}[{number}]", frozenset())
        seats = as_number(table.take("seats"), table.place)
        read.append(CountySeats(table.texts("counties"), seats))
        table.done()
    return tuple(read)


def exclusivity(table: Table) -> Exclusivity:
    """One of the tables `exclusivities`."""
    cite, rule = table.cited()
    read = Exclusivity(
        name=table.text("name"),
        groups=table.texts("groups"),
        at=one_of("acceptance", "seat")(table.take("at"), f"{table.place}.at"),
        by_choice=table.truth("by_choice"),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read


def counting(table: Table) -> CountingRules:
    """The table `counting`."""
    read = CountingRules(
        one_seat=table.clause("one_seat", as_text),
        several_seats=table.clause("several_seats", as_text),
        plurality=table.clause("plurality", as_text),
    )
    table.done()
    return read


def ranking(table: Table) -> RankingRules:
    """The table `ranking`."""
    read = RankingRules(
        top=table.clause("top", as_number),
        seats=table.clause("seats", as_truth),
    )
    table.done()
    return read


def ties(table: Table) -> TieRules:
    """The table `ties`."""
    read = TieRules(
        method=table.clause("method", one_of("alphabet", "lots")),
        equal_names=table.clause("equal_names", one_of("lots")),
        eliminations=table.clause("eliminations", as_truth),
    )
    table.done()
    return read


def ex_officio(table: Table) -> ExOfficio:
    """One of the tables `ex_officio`."""
    cite, rule = table.cited()
    read = ExOfficio(
        body=table.text("body"),
        title=table.text("title"),
        groups=table.texts("groups"),
        voting=table.truth("voting"),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read


def succession(table: Table) -> SuccessionRules:
    """The table `succession`."""
    read = SuccessionRules(
        plurality=table.clause("plurality", one_of("next highest")),
        ranked=table.clause("ranked", one_of("recount", "last eliminated")),
    )
    table.done()
    return read


def calendar(table: Table) -> CalendarRules:
    """The table `calendar`; every milestone counts from the anchor or from another milestone."""
    anchor = table.text("anchor")
    time_zone = table.text("time_zone")
    milestones = tuple(_milestone(row) for row in table.tables("milestones"))
    known = {anchor, *(milestone.id for milestone in milestones)}
    for milestone in milestones:
        if milestone.after not in known:
            raise BadInput(f"{table.place}: {milestone.id} counts from unknown {milestone.after}.")
    table.done()
    return CalendarRules(anchor, time_zone, milestones)


def _milestone(table: Table) -> Milestone:
    read = Milestone(
        id=table.text("id"),
        title=table.text("title"),
        after=table.text("after"),
        days=table.clause("days", as_days),
    )
    table.done()
    return read
