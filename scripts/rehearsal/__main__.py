import argparse
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from app.core.faults import BadInput
from rehearsal.asking import AskingDemo
from rehearsal.demo import Demo, run
from rehearsal.options import Options
from rehearsal.plans import PLANS, QUESTIONS_509
from rehearsal.processes import POSTGRESQL, SQLITE

LEAST_VOTERS = 10
MOST_ROLL = 75_000


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, where argparse would print the usage too."""
        print(f"demo: {message}", file=sys.stderr)
        sys.exit(2)


def main() -> None:
    """Reads the arguments of ./scripts/demo; bad ones are one line on stderr and exit 2."""
    parser = _Parser(prog="demo", description="Runs a whole made-up election of a local over HTTP.")
    parser.add_argument("--no-serve", action="store_true", help="end when the bundle is verified")
    parser.add_argument("--profile", choices=tuple(PLANS), default="homecare_local_99")
    parser.add_argument("--voters", type=int, default=300)
    parser.add_argument("--roll-size", type=int, help="as many members as the local needs")
    parser.add_argument("--seed", type=int, default=1, help="of roll and choices, never of keys")
    parser.add_argument("--data", type=Path, help="folder for all files; must be new or empty")
    parser.add_argument("--truth", type=Path, help="who cast what, for attack tests; not in --data")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--questions", action="store_true", help="Local 509 votes on questions")
    given = parser.parse_args()
    try:
        run(_options(given), AskingDemo if given.questions else Demo)
    except BadInput as fault:
        print(f"demo: {fault}", file=sys.stderr)
        sys.exit(2)


def _options(given: argparse.Namespace) -> Options:
    plan = QUESTIONS_509 if given.questions else PLANS[given.profile]
    roll_size = plan.usual_roll if given.roll_size is None else given.roll_size
    if roll_size < plan.least_roll or roll_size > MOST_ROLL:
        raise BadInput(f"--roll-size must be {plan.least_roll} to {MOST_ROLL}, not {roll_size}")
    if given.voters < LEAST_VOTERS:
        raise BadInput(f"--voters must be at least {LEAST_VOTERS}, not {given.voters}")
    data = given.data or Path(tempfile.mkdtemp(prefix="tellers-demo-"))
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise BadInput(f"--data {data} must be a new or empty folder")
    truth = given.truth
    if truth and data.resolve() in truth.resolve().parents:
        raise BadInput("--truth must lie outside the data folder, which nothing may betray")
    return Options(
        data=data.resolve(),
        voters=given.voters,
        roll_size=roll_size,
        seed=given.seed,
        truth=truth,
        serve=not given.no_serve,
        database=given.database,
        profile=given.profile,
        questions=given.questions,
    )


main()
