from datetime import datetime

from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling

# The tables of a profile that say who may stand.
QUALIFYING = frozenset({"membership", "teaching", "term_limits", "contests", "districts"})


def rule_on_change(
    path: str, rules: LocalRules, *, nominations_open: datetime | None, now: datetime
) -> Ruling:
    """Whether a setting may still be changed: what qualifies a candidate must not work backwards.

    `path` leads to the setting, `nominations_open` is None while nominations are not appointed.
    """
    clause = rules.membership.fixed_once_open
    qualifies = path.split(".")[0] in QUALIFYING
    late = nominations_open is not None and now >= nominations_open
    says = "This setting may be changed now."
    if qualifies and late:
        says = "Nominations are open: what qualifies a candidate may not be changed any more."
    met = not (clause.value and qualifies and late)
    return Ruling((Finding(clause.rule, met, clause.cite, says, {"setting": path}),))
