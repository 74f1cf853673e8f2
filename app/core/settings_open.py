from app.core.rules import LocalRules
from app.core.ruling import Finding

# Chosen until the ballot is frozen: how is voted, counted, seated and settled. All else decides
# who may stand or be nominated, and must stand before anybody is.
UNTIL_FROZEN = ("channels", "counting", "ranking", "ties", "succession", "convention")


def rule_on_setting(
    path: str, rules: LocalRules, *, nominations_opened: bool, ballot_frozen: bool
) -> Finding:
    """Whether a committee may still choose the value that the profile holds at `path`."""
    clause = rules.membership.fixed_once_open
    if path.split(".")[0] in UNTIL_FROZEN:
        says = f"The ballot is not frozen, and {path} may be chosen."
        if ballot_frozen:
            says = f"The ballot is frozen, and {path} with it."
        return Finding(clause.rule, not ballot_frozen, clause.cite, says)
    said = "have opened" if nominations_opened else "have not opened"
    says = f"Nominations {said}; {path} is chosen before that."
    met = not (nominations_opened and clause.value)
    return Finding(clause.rule, met, clause.cite, says)
