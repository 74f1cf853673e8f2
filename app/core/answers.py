from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.rules import LocalRules
from app.core.ruling import Ruling


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a member may not, by which clause, and what the member can do until when.

    `to_do` is "" where nothing helps, `until` None where no date of the calendar ends it.
    """

    says: str
    rule: str
    cite: str
    to_do: str
    until: date | None


def answers(ruling: Ruling, rules: LocalRules, dates: Mapping[str, date]) -> tuple[Answer, ...]:
    """An answer for every finding that is not met; `dates` is the election's calendar by name."""
    return tuple(
        Answer(finding.says, finding.rule, finding.cite, *what_helps(finding.rule, rules, dates))
        for finding in ruling.findings
        if not finding.met
    )


def what_helps(rule: str, rules: LocalRules, dates: Mapping[str, date]) -> tuple[str, date | None]:
    """What a member can do whom a rule shuts out, and until when: `to_do` and `until`."""
    remedies = {row.rule: row for row in rules.remedies}
    remedy = remedies.get(rule)
    return (remedy.says, dates.get(remedy.until)) if remedy else ("", None)
