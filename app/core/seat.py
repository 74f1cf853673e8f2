from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of the certificate: who sits, how they came to it, by which clause and why.

    `how` is "elected", "declared", "succession" or "ex officio"; of an ex officio seat the body
    stands for the contest.
    """

    contest: str
    member: str
    how: str
    cite: str
    because: str

    def as_json(self) -> dict[str, str]:
        """The seat as results.json lists it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class HeldBefore:
    """Somebody who held an office before this election, by public key and by name."""

    office: str
    person: str
    name: str
