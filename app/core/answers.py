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
    remedies = {row.rule: row for row in rules.remedies}
    found = []
    for finding in ruling.findings:
        if not finding.met:
            remedy = remedies.get(finding.rule)
            to_do, until = (remedy.says, dates.get(remedy.until)) if remedy else ("", None)
            found.append(Answer(finding.says, finding.rule, finding.cite, to_do, until))
    return tuple(found)
