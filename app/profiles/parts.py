from collections.abc import Mapping

from app.core.district_rules import District, DistrictRules
from app.core.faults import BadInput
from app.core.rules import (
    CommitteeRules,
    CountingRules,
    Exclusivity,
    MembershipRules,
    NominationRules,
    RankingRules,
    TeachingRules,
    TermLimit,
    TermRules,
    TieRules,
)
from app.profiles.choices import EQUAL_NAMES, KINDS, METHODS, STATUSES, TIES
from app.profiles.tables import (
    Table,
    as_month_day,
    as_number,
    as_positive,
    as_text,
    as_texts,
    as_truth,
    one_of,
    some_of,
)


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
        suspended_after_months=table.maybe_clause("suspended_after_months", as_positive),
        waivers=table.maybe_clause("waivers", as_truth),
        attested=table.maybe_clause("attested", as_truth),
        convictions_bar=table.clause("convictions_bar", as_truth),
        fixed_once_open=table.clause("fixed_once_open", as_truth),
        steward_kinds=table.texts("steward_kinds"),
    )
    table.done()
    return read


def teaching(table: Table) -> TeachingRules:
    """The table `teaching`."""
    read = TeachingRules(
        chapter=table.clause("chapter", as_text),
        months_before=table.clause("months_before", as_positive),
        months_after=table.clause("months_after", as_positive),
        semesters=table.clause("semesters", _semesters),
    )
    table.done()
    return read


def _semesters(raw: object, place: str) -> Mapping[str, tuple[int, int]]:
    rows = Table(raw, place, frozenset())
    return {name: _months(rows.take(name), f"{place}.{name}") for name in rows.keys()}  # noqa: SIM118


def _months(raw: object, place: str) -> tuple[int, int]:
    if isinstance(raw, list) and len(raw) == 2:
        first, last = (as_positive(month, place) for month in raw)
        if first <= last <= 12:
            return first, last
    raise BadInput(f"{place} must be the first and last month, like [9, 12].")


def term_limit(table: Table) -> TermLimit:
    """One of the tables `term_limits`."""
    read = TermLimit(
        groups=table.texts("groups"),
        most=table.clause("most", as_positive),
        months_out=table.clause("months_out", as_number),
    )
    table.done()
    return read


def nominations(table: Table) -> NominationRules:
    """What is left of the table `nominations`."""
    read = NominationRules(
        by_unit=table.maybe_clause("by_unit", as_truth),
        seconded=table.maybe_clause("seconded", as_truth),
        highest_stands=table.maybe_clause("highest_stands", as_truth),
        statement_words=table.maybe_clause("statement_words", as_positive),
        equal_forums=table.maybe_clause("equal_forums", as_truth),
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
        nearest=table.maybe_clause("nearest", _nearest),
        districts=tuple(_district(counties, number) for number in counties.keys()),  # noqa: SIM118
    )
    table.done()
    numbers = {district.number for district in read.districts}
    if read.nearest is not None and (unknown := set(read.nearest.value.values()) - numbers):
        raise BadInput(f"{table.place}.nearest names the district {min(unknown)}, which is none.")
    seen: dict[str, int] = {}
    for district in read.districts:
        for county in district.counties.value:
            if county in seen:
                both = f"{seen[county]} and {district.number}"
                raise BadInput(f"{counties.place} puts {county} into districts {both}.")
            seen[county] = district.number
    return read


def _nearest(raw: object, place: str) -> Mapping[str, int]:
    rows = Table(raw, place, frozenset())
    return {name: as_positive(rows.take(name), place) for name in rows.keys()}  # noqa: SIM118


def _district(counties: Table, number: str) -> District:
    if not number.isdecimal():
        raise BadInput(f"{counties.place} names a district {number!r}, which is not a number.")
    return District(int(number), counties.clause(number, as_texts))


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
        method=table.clause("method", one_of(*METHODS)),
        one_seat=table.clause("one_seat", as_text),
        several_seats=table.clause("several_seats", as_text),
        plurality=table.clause("plurality", as_text),
        guaranteed=table.maybe_clause("guaranteed", as_text),
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
        method=table.clause("method", one_of(*TIES)),
        equal_names=table.clause("equal_names", one_of(*EQUAL_NAMES)),
        eliminations=table.clause("eliminations", as_truth),
    )
    table.done()
    return read
