import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from typing import Any, Literal, cast

from app.core.faults import BadInput

Method = Literal["plurality", "irv", "stv", "sequential", "bottoms-up"]
Surplus = Literal["together", "largest-first"]
Truncation = Literal["once", "twice"]
# What another counter does and no rule here: only for naming why two counts differ.
Habit = Literal["certain-losers", "unrounded-quota", "equal-papers"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A counting rule: a preset's name and the value of every parameter that it has.

    `precision` is the decimals to which a ballot's value is kept; `batch` the share of first
    choices below which candidates leave together after round 1; `limit` how many ranks count;
    `ties` the steps that settle a tie, in order. `habits` cannot be adopted; they stay out of
    parameters, text and digest.
    """

    name: str
    method: Method
    ties: tuple[str, ...] = ("lots",)
    limit: int | None = None
    batch: Fraction | None = None
    precision: int = 0
    surplus: Surplus = "together"
    truncation: Truncation = "twice"
    habits: frozenset[Habit] = frozenset()

    @property
    def unit(self) -> int:
        """The value of a whole ballot in scaled votes."""
        return int(10**self.precision)

    @property
    def parameters(self) -> dict[str, str]:
        """Every parameter of this rule and its value, as text."""
        return {key: _written(getattr(self, key)) for key in _SETTABLE[self.name]}

    @property
    def changes(self) -> dict[str, str]:
        """The parameters that differ from the preset's."""
        usual = PRESETS[self.name].parameters
        return {key: value for key, value in self.parameters.items() if value != usual[key]}

    @property
    def digest(self) -> bytes:
        """SHA-256 over the canonical JSON of the name and all parameters."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode("ascii")).digest()

    @property
    def text(self) -> str:
        """The rule in one plain sentence, as the ballot's back prints it."""
        sentence = _SENTENCES[self.name].format(**self.parameters)
        return f"{sentence}{_LIMITED.format(self.limit) if self.limit else ''}."

    def as_data(self) -> dict[str, Any]:
        """The rule as JSON values; `rule_from` reads them."""
        return {"rule": self.name, "parameters": self.parameters}

    def with_parameters(self, settings: Mapping[str, str]) -> "Rule":
        """The same rule with parameters set, each given as text; refuses what it does not have."""
        rule = self
        for key, text in settings.items():
            if key not in _SETTABLE[self.name]:
                raise BadInput(
                    f"{self.name} has no parameter {key!r}; it has"
                    f" {', '.join(_SETTABLE[self.name])}"
                )
            rule = replace(rule, **{key: _READERS[key](text)})
        if self.name == "irv-ten-percent" and rule.batch is None:
            raise BadInput("batch=none contradicts irv-ten-percent: without a batch it is irv")
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


def _limit(text: str) -> int | None:
    if text == "none":
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 999:
        raise BadInput(f"limit={text}: the number of ranks that count is none or 1 to 999")
    return int(text)


def _precision(text: str) -> int:
    if text not in [str(places) for places in range(1, 13)]:
        raise BadInput(f"precision={text}: the decimals of a ballot's value are 1 to 12")
    return int(text)


def _batch(text: str) -> Fraction | None:
    if text == "none":
        return None
    above, slash, below = text.partition("/")
    digits = (above + below).isascii() and above.isdigit() and below.isdigit() and slash
    if not digits or not 0 < 2 * int(above) <= int(below):
        raise BadInput(f"batch={text}: the share is none or a fraction like 1/10, at most 1/2")
    return Fraction(int(above), int(below))


def _ties(text: str) -> tuple[str, ...]:
    if text not in ("lots", "earlier-round,lots"):
        raise BadInput(f"ties={text}: the tie steps are lots or earlier-round,lots")
    return tuple(text.split(","))


def _one_of(key: str, *choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise BadInput(f"{key}={text}: it is {' or '.join(choices)}")
        return text

    return read


def _written(value: object) -> str:
    if value is None:
        return "none"
    return ",".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)


_READERS: dict[str, Callable[[str], Any]] = {
    "ties": _ties,
    "limit": _limit,
    "batch": _batch,
    "precision": _precision,
    "surplus": _one_of("surplus", "together", "largest-first"),
    "truncation": _one_of("truncation", "once", "twice"),
}
_STV = ("precision", "surplus", "truncation", "limit", "ties")
_SETTABLE: dict[str, tuple[str, ...]] = {
    "plurality": (),
    "irv": ("batch", "limit", "ties"),
    "irv-ten-percent": ("batch", "limit", "ties"),
    "stv-wigm": _STV,
    "stv-scottish": _STV,
    "sequential-irv": ("limit", "ties"),
    "bottoms-up": ("limit", "ties"),
}
PRESETS: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("plurality", "plurality"),
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
    )
}
_LIMITED = "; only the first {} choices on a ballot count"
_SENTENCES: dict[str, str] = {
    "plurality": "Mark up to as many candidates as there are seats; those with most marks are"
    " elected, and who has no mark is not",
    "irv": "Rank the candidates; whoever has more than half of the ballots wins, otherwise the one"
    " with fewest leaves and those ballots go to their next choice, until one has more than half",
    "irv-ten-percent": "Rank the candidates; if nobody has more than half of the first choices,"
    " all with less than {batch} of them leave together, then the one with fewest leaves at a"
    " time, each ballot going to its next choice, until one has more than half",
    "stv-wigm": "Rank the candidates; whoever reaches the quota, the ballots divided by one more"
    " than the seats, rounded down, plus one, is elected, what a winner has above it goes on to"
    " the next choices at a reduced value of {precision} decimals, and when nobody reaches it the"
    " one with fewest leaves, until the seats are filled",
    "sequential-irv": "Rank the candidates; the first seat goes to whoever gets more than half of"
    " the ballots as the one with fewest leaves time after time, then all ballots are counted"
    " again without those elected for each next seat, so that a majority can fill every seat",
    "bottoms-up": "Rank the candidates; the one with fewest leaves and those ballots go to their"
    " next choice, until as many candidates are left as there are seats, and these are elected",
}
_SENTENCES["stv-scottish"] = _SENTENCES["stv-wigm"].replace(
    "what a winner", "the largest surplus first, what a winner"
)
