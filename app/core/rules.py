from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Clause(Generic[T]):
    """One value of a local's rules with the clause, law or decision record it comes from."""

    value: T
    cite: str
    rule: str = ""
