from dataclasses import asdict, dataclass

from app.core.clause import Clause
from app.core.rules import Exclusivity, ExOfficio, LocalRules, SuccessionRules
from app.core.secrecy.encoding import Json


@dataclass(frozen=True, slots=True)
class SeatRules:
    """The part of a local's rules that seats the winners, which results.json publishes."""

    exclusivities: tuple[Exclusivity, ...]
    ex_officio: tuple[ExOfficio, ...]
    succession: SuccessionRules
    uncontested: Clause[bool]

    @classmethod
    def of(cls, rules: LocalRules) -> "SeatRules":
        """The seat rules among all of a local's."""
        return cls(rules.exclusivities, rules.ex_officio, rules.succession, rules.uncontested)

    def as_json(self) -> dict[str, Json]:
        """The rules as results.json has them."""
        return {
            "exclusivities": [asdict(row) for row in self.exclusivities],
            "ex_officio": [asdict(row) for row in self.ex_officio],
            "succession": asdict(self.succession),
            "uncontested": asdict(self.uncontested),
        }
