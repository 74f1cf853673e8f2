import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from typing import Any, Literal

from app.core.counting.parameters import READERS, written
from app.core.counting.sentences import sentence
from app.core.faults import BadInput

Method = Literal["plurality", "guaranteed", "irv", "stv", "sequential", "bottoms-up", "question"]
RUN_OFF = "run-off"  # the tie step that leaves a seat open until another election fills it
# What another counter does and no rule here: only for naming why two counts differ.
Habit = Literal["certain-losers", "unrounded-quota", "equal-papers"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A counting rule: a preset's name and the value of every parameter that it has.

    `habits` cannot be adopted; they stay out of parameters, text and digest.
    """

    name: str
    method: Method
    # Ranked rules: the steps that settle a tie, how many ranks count, and the share of first
    # choices below which candidates leave together after round 1.
    ties: tuple[str, ...] = ("lots",)
    limit: int | None = None
    batch: Fraction | None = None
    # Transferable vote: decimals of a ballot's value, form of the quota, which surplus moves
    # first, and whether the transfer factor is truncated before the value is.
    precision: int = 0
    quota: str = "droop"
    surplus: str = "together"
    truncation: str = "twice"
    # Plurality: the least number of places for each named group.
    guarantee: tuple[tuple[str, int], ...] = ()
    # Questions: what of which base must be for it, and how many must take part.
    form: str = "yes-no"
    threshold: Fraction = Fraction(1, 2)
    passing: str = "exceeded"
    base: str = "for-and-against"
    quorum: int | Fraction | None = None
    present: int | None = None
    eligible: int | None = None
    habits: frozenset[Habit] = frozenset()

    @property
    def unit(self) -> int:
        """The value of a whole ballot in scaled votes."""
        return int(10**self.precision)

    @property
    def is_ranked(self) -> bool:
        """Whether ballots rank candidates, rather than mark them."""
        return self.method not in ("plurality", "guaranteed", "question")

    @property
    def parameters(self) -> dict[str, str]:
        """Every parameter of this rule and its value, as text."""
        return {key: written(getattr(self, key)) for key in _SETTABLE[self.name]}

    @property
    def changes(self) -> dict[str, str]:
        """The parameters that differ from the preset's."""
        usual = PRESETS[self.name].parameters
        return {key: value for key, value in self.parameters.items() if value != usual[key]}

    @property
    def digest(self) -> bytes:
        """SHA-256 over the canonical JSON of the name and all parameters."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).digest()

    @property
    def text(self) -> str:
        """The rule in one plain sentence, as the ballot's back prints it."""
        return sentence(self.name, self.parameters)

    def as_data(self) -> dict[str, Any]:
        """The rule as JSON values; `rule_from` reads them."""
        return {"rule": self.name, "parameters": self.parameters}

    def with_parameters(self, settings: Mapping[str, str]) -> "Rule":
        """The same rule with parameters set, each given as text; refuses what it does not have."""
        values: dict[str, Any] = {}
        for key, text in settings.items():
            if key not in _SETTABLE[self.name]:
                has = ", ".join(_SETTABLE[self.name]) or "none"
                raise BadInput(f"{self.name} has no parameter {key!r}; it has {has}")
            values[key] = READERS[key](text)
        if "threshold" in values and "passing" not in values:
            half = values["threshold"] == Fraction(1, 2)
            values["passing"] = "exceeded" if half else "reached"
        rule = replace(self, **values)
        if contradiction := _contradiction(rule):
            raise BadInput(contradiction)
        return rule


def preset(name: str) -> Rule:
    """The counting rule of that name with its usual parameters."""
    if name not in PRESETS:
        raise BadInput(f"no counting rule is called {name!r}; there are {', '.join(PRESETS)}")
    return PRESETS[name]


def rule_from(data: Mapping[str, Any]) -> Rule:
    """Reads what `Rule.as_data` wrote; parameters left out have the preset's value."""
    name, parameters = data.get("rule"), data.get("parameters", {})
    if not isinstance(name, str) or not isinstance(parameters, Mapping):
        raise BadInput('a counting rule is {"rule": NAME, "parameters": {KEY: TEXT, ...}}')
    if extra := data.keys() - {"rule", "parameters"}:
        raise BadInput(f"a counting rule has no {', '.join(map(repr, sorted(extra)))}")
    wrong = [key for key, value in parameters.items() if not isinstance(value, str)]
    if wrong:
        raise BadInput(f"the parameter {wrong[0]!r} of {name} must be text")
    return preset(name).with_parameters(parameters)


def _contradiction(rule: Rule) -> str | None:
    if rule.name == "irv-ten-percent" and rule.batch is None:
        return "batch=none contradicts irv-ten-percent: without a batch it is irv"
    if rule.threshold == 1 and rule.passing == "exceeded":
        return "threshold=1 and passing=exceeded contradict: nothing exceeds all votes"
    for base, stated in (("members-present", "present"), ("members-eligible", "eligible")):
        if rule.base == base and getattr(rule, stated) is None:
            return f"base={base} needs {stated}=NUMBER"
    if isinstance(rule.quorum, Fraction) and rule.eligible is None:
        return f"quorum={rule.quorum} is a share of the members eligible: it needs eligible=NUMBER"
    if rule.present is not None and rule.eligible is not None and rule.present > rule.eligible:
        return f"present={rule.present} and eligible={rule.eligible} contradict"
    return None


_STV = ("precision", "quota", "surplus", "truncation", "limit", "ties")
_SETTABLE: dict[str, tuple[str, ...]] = {
    "plurality": (),
    "plurality-run-off": (),
    "irv": ("batch", "limit", "ties"),
    "irv-ten-percent": ("batch", "limit", "ties"),
    "stv-wigm": _STV,
    "stv-scottish": _STV,
    "sequential-irv": ("limit", "ties"),
    "bottoms-up": ("limit", "ties"),
    "question": ("form", "threshold", "passing", "base", "quorum", "present", "eligible"),
    "plurality-guaranteed": ("guarantee",),
}
PRESETS: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("plurality", "plurality"),
        Rule("plurality-run-off", "plurality", ties=(RUN_OFF,)),
        Rule("irv", "irv"),
        Rule("irv-ten-percent", "irv", batch=Fraction(1, 10)),
        Rule("stv-wigm", "stv", precision=4),
        Rule(
            "stv-scottish",
            "stv",
            ties=("earlier-round", "lots"),
            precision=5,
            surplus="largest-first",
            truncation="once",
        ),
        Rule("sequential-irv", "sequential"),
        Rule("bottoms-up", "bottoms-up"),
        Rule("question", "question"),
        Rule("plurality-guaranteed", "guaranteed"),
    )
}
