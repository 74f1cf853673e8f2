from dataclasses import dataclass
from pathlib import Path

from app.core.faults import BadInput
from rehearsal.made_up_roll import make_roll
from rehearsal.people import People
from rehearsal.processes import SQLITE


@dataclass(frozen=True)
class Options:
    """What a rehearsal was asked for."""

    data: Path
    voters: int
    roll_size: int
    seed: int
    truth: Path | None = None
    serve: bool = False
    one_by_one: bool = False
    database: str = SQLITE


@dataclass(frozen=True)
class MadeUpLocal:
    """A made-up roll as files and as people."""

    roll: dict[str, bytes]
    people: People

    @classmethod
    def of(cls, options: Options) -> "MadeUpLocal":
        """The roll of this size and seed; refused where it has too few voters."""
        roll = make_roll(options.roll_size, options.seed)
        people = People(roll)
        if options.voters > len(people.sound):
            raise BadInput(
                f"--voters {options.voters}: of this roll of {options.roll_size} only "
                f"{len(people.sound)} can vote by e-mail; name fewer, or a larger --roll-size"
            )
        return cls(roll, people)
