import re

from app.core.counting.rule import preset
from app.core.faults import BadInput
from app.core.question_rules import (
    BODY,
    ENTERED,
    MEMBERS,
    PETITION,
    VOTE,
    PetitionRule,
    QuestionRule,
    Remedy,
    StewardRules,
)
from app.core.units import UNIT_FIELDS
from app.profiles.tables import Table, as_positive, as_text, as_truth, one_of

AMONG = one_of(MEMBERS, BODY, *UNIT_FIELDS)
SOURCES = one_of(*ENTERED, VOTE, PETITION)
BASES = one_of("for-and-against", "ballots-cast", "members-present", "members-eligible")


def question(table: Table) -> QuestionRule:
    """One of the tables `questions`; its figures must make a counting rule."""
    cite, rule = table.cited()
    read = QuestionRule(
        id=table.text("id"),
        title=table.text("title"),
        voters=table.text("voters"),
        among=table.maybe("among", AMONG, MEMBERS),
        threshold=table.text("threshold"),
        base=BASES(table.take("base"), f"{table.place}.base"),
        quorum=table.maybe("quorum", as_text, ""),
        by_unit=table.maybe("by_unit", as_truth, False),
        in_meeting=table.maybe("in_meeting", as_truth, False),
        arguments=table.maybe("arguments", as_truth, False),
        dates=table.maybe("dates", _dates, ()),
        petition=table.maybe("petition", as_text, ""),
        approval=table.maybe("approval", as_text, ""),
        cite=cite,
        rule=rule,
    )
    settings = {"threshold": read.threshold, "base": read.base, "eligible": "1", "present": "1"}
    try:
        preset("question").with_parameters(
            settings | ({"quorum": read.quorum} if read.quorum else {})
        )
    except BadInput as fault:
        raise BadInput(f"{table.place}: {fault}.") from fault
    table.done()
    return read


def _dates(raw: object, place: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(raw, dict):
        raise BadInput(f"{place} must be a table of the calendar's dates.")
    return tuple((day, SOURCES(source, f"{place}.{day}")) for day, source in raw.items())


def petition(table: Table) -> PetitionRule:
    """One of the tables `petitions`."""
    cite, rule = table.cited()
    read = PetitionRule(
        id=table.text("id"),
        title=table.text("title"),
        signers=table.maybe("signers", as_positive, None),
        share=table.maybe("share", _share, None),
        cite=cite,
        rule=rule,
    )
    if (read.signers is None) is (read.share is None):
        raise BadInput(f"{table.place} wants either signers or share.")
    table.done()
    return read


def _share(raw: object, place: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", raw) if isinstance(raw, str) else None
    if found is None or int(found[1]) > int(found[2]):
        raise BadInput(f'{place} must be a share of at most the whole, like "1/10".')
    return int(found[1]), int(found[2])


def remedy(table: Table) -> Remedy:
    """One of the tables `remedies`."""
    read = Remedy(table.text("rule"), table.text("says"), table.maybe("until", as_text, ""))
    table.done()
    return read


def stewards(table: Table) -> StewardRules:
    """The table `stewards`."""
    cite, rule = table.cited()
    read = StewardRules(
        field=one_of(*UNIT_FIELDS)(table.take("field"), f"{table.place}.field"),
        title=table.text("title"),
        apportioned=table.text("apportioned"),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read
