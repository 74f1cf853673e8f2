from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T", covariant=True)


class Cited(Protocol):
    """Whatever a finding can rest on."""

    @property
    def rule(self) -> str:
        """The id in RULES."""

    @property
    def cite(self) -> str:
        """The clause a person can look up."""


@dataclass(frozen=True, slots=True)
class Clause(Generic[T]):
    """One value of a local's rules with the clause, law or decision record it comes from."""

    value: T
    cite: str
    rule: str = ""
