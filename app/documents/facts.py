"""The file of facts that `tellers ruling` reads, in the roll's own field names."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.core.contest import Contest
from app.core.contests import contest_named, contests_of
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.roll import Employment, Kind, Member, OfficeHeld, StandingPeriod, Status, Waiver
from app.core.rules import LocalRules
from app.documents.fact_checks import check_facts
from app.documents.histories import HOW
from app.documents.objects import (
    Fields,
    as_day,
    as_number,
    as_text,
    as_truth,
    one_of,
    rows,
)
from app.documents.rolls import ROLL_COLUMNS, stewards


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a ruling: may this member stand in the contest, or vote, on that day."""

    act: str
    on: date
    contest: Contest | None
    facts: Facts


def read_question(content: bytes, rules: LocalRules) -> Question:
    """The question in a JSON file; BadInput names the field that is wrong."""
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:  # of its bytes, its form, its digits, its depth
        raise BadInput(f"The facts are not valid JSON in UTF-8: {fault}.") from fault
    fields = Fields(raw, "facts")
    contests = contests_of(rules)

    def known(raw: object, place: str) -> Contest:
        return _known(rules, contests, raw, place)

    act = fields.need("act", _act)
    on = fields.need("on", as_day)
    named = fields.read("contest", as_text)
    if act == "stand" and named is None:
        raise BadInput("facts.contest is missing: to stand is to stand in a contest.")
    facts = Facts(
        member=fields.need("member", partial(_member, rules)),
        standing=fields.read("standing", rows(_standing)),
        offices=fields.read("offices", rows(_office)),
        employment=fields.read("employment", rows(_employment)),
        accepted=fields.read("accepted", rows(known)),
        waivers=fields.read("waivers", rows(_waiver)) or (),
        committee=fields.read("committee", as_truth),
        attested=fields.read("attested", as_truth),
        barred=fields.read("barred", as_truth) or False,
        nearest_county=fields.read("nearest_county", as_text),
    )
    fields.done()
    check_facts(facts, rules)
    contest = None if named is None else known(named, "facts.contest")
    return Question(act, on, contest, facts)


def _act(raw: object, place: str) -> str:
    if raw not in ("stand", "vote"):
        raise BadInput(f'{place} must be "stand" or "vote".')
    return as_text(raw, place)


def _known(rules: LocalRules, contests: Sequence[Contest], raw: object, place: str) -> Contest:
    name = as_text(raw, place)
    contest = contest_named(rules, name, contests)
    if contest is None:
        raise BadInput(f"{place} names {name!r}, which is no contest of this local.")
    return contest


def _member(rules: LocalRules, raw: object, place: str) -> Member:
    fields, kinds = Fields(raw, place), rules.membership.steward_kinds
    typed = {"birth_year", "kind", "in_bargaining_unit", "steward", "steward_since", "district"}
    texts = {name: fields.read(name, as_text) or "" for name in ROLL_COLUMNS if name not in typed}
    member = Member(
        **texts,
        birth_year=fields.read("birth_year", as_number),
        kind=fields.read("kind", one_of(Kind)),
        in_bargaining_unit=fields.read("in_bargaining_unit", as_truth),
        steward=fields.read("steward", partial(_stewards, kinds)) or (),
        steward_since=fields.read("steward_since", as_day),
        district=fields.read("district", as_number),
    )
    fields.done()
    return member


def _standing(raw: object, place: str) -> StandingPeriod:
    fields = Fields(raw, place)
    fields.read("member_number", as_text)
    period = StandingPeriod(
        start=fields.need("from", as_day),
        end=fields.read("to", as_day),
        status=fields.need("status", one_of(Status)),
        note=fields.read("note", as_text) or "",
    )
    fields.done()
    return period


def _office(raw: object, place: str) -> OfficeHeld:
    fields = Fields(raw, place)
    fields.read("member_number", as_text)
    held = OfficeHeld(
        office=fields.need("office", as_text),
        unit=fields.read("unit", as_text) or "",
        term_start=fields.need("term_start", as_day),
        term_end=fields.read("term_end", as_day),
        full_term=fields.need("full_term", as_truth),
        how=fields.need("how", _how),
    )
    fields.done()
    if held.term_end is not None and held.term_end < held.term_start:
        raise BadInput(f"{place}: the term ends before it starts.")
    return held


def _employment(raw: object, place: str) -> Employment:
    fields = Fields(raw, place)
    fields.read("member_number", as_text)
    taught = Employment(
        semester=fields.need("semester", as_text),
        classes=fields.need("classes", as_number),
        expected=fields.need("expected", as_truth),
    )
    fields.done()
    return taught


def _waiver(raw: object, place: str) -> Waiver:
    fields = Fields(raw, place)
    waiver = Waiver(
        unit=fields.need("unit", as_text),
        granted_by=fields.need("granted_by", as_text),
        on=fields.need("on", as_day),
    )
    fields.done()
    return waiver


def _how(raw: object, place: str) -> str:
    if raw not in HOW:
        raise BadInput(f"{place} must be one of {', '.join(HOW)}.")
    return as_text(raw, place)


def _stewards(kinds: Sequence[str], raw: object, place: str) -> tuple[str, ...]:
    text = "; ".join(rows(as_text)(raw, place)) if isinstance(raw, list) else as_text(raw, place)
    try:
        return stewards(text or "none", kinds)
    except ValueError as fault:
        raise BadInput(f"{place}: {text!r} {fault}.") from fault
