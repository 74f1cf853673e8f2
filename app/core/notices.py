from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.date_checks import check_dates
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling

ELECTION_NOTICE = "election_notice"


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters of a notice that were mailed on one day."""

    mailed_on: date
    letters: int


def rule_on_mailing(
    rules: LocalRules,
    days: Mapping[str, date],
    batches: Sequence[Batch],
    members: int,
    *,
    changed_on: date | None = None,
) -> Ruling:
    """Whether the notice of election was mailed to everybody, and in time (L1).

    `days` is the election's calendar; the last batch is the one that has to be in time. What was
    mailed before the day on which the times of voting changed has told others, and is no notice.
    """
    batches = [each for each in batches if changed_on is None or each.mailed_on >= changed_on]
    planned = {name: day for name, day in days.items() if name != ELECTION_NOTICE}
    mailed = max((batch.mailed_on for batch in batches), default=None)
    dates = planned if mailed is None else {**planned, ELECTION_NOTICE: mailed}
    asked = [each for each in check_dates(rules, dates).findings if _is_of_notice(each)]
    letters = sum(batch.letters for batch in batches)
    return Ruling((*asked, *(_all_mailed(each, letters, members) for each in asked[:1])))


def _is_of_notice(finding: Finding) -> bool:
    return ELECTION_NOTICE in finding.facts or finding.facts.get("missing") == ELECTION_NOTICE


def _all_mailed(asked: Finding, letters: int, members: int) -> Finding:
    says = f"{letters:,} letters are proved for {members:,} members on the roll."
    facts = {"letters": letters, "members": members}
    return Finding(asked.rule, letters >= members > 0, asked.cite, says, facts)
