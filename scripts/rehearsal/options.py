from dataclasses import dataclass
from pathlib import Path

from app.core.faults import BadInput
from rehearsal.people import People
from rehearsal.plans import PLANS, QUESTIONS_509, Plan
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
    database: str = SQLITE
    profile: str = "homecare_local_99"
    questions: bool = False

    @property
    def plan(self) -> Plan:
        """What the rehearsal of this local is made of, or the one of its votes on questions."""
        return QUESTIONS_509 if self.questions else PLANS[self.profile]


@dataclass(frozen=True)
class MadeUpLocal:
    """A made-up roll as files and as people."""

    roll: dict[str, bytes]
    people: People

    @classmethod
    def of(cls, options: Options) -> "MadeUpLocal":
        """The roll of this size and seed; refused where it has too few voters."""
        roll = options.plan.roll(options.roll_size, options.seed)
        people = People(roll)
        able = options.plan.able(people)
        if options.voters > able:
            raise BadInput(
                f"--voters {options.voters}: of this roll of {options.roll_size} only "
                f"{able} can vote by e-mail; name fewer, or a larger --roll-size"
            )
        return cls(roll, people)
