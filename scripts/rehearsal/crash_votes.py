import argparse
import sys
import tempfile
from pathlib import Path

from rehearsal.crash import vote_through_kills
from rehearsal.options import Options
from rehearsal.processes import POSTGRESQL, SQLITE


def main() -> int:
    """Lets members vote while parts are killed; exit 1 when a receipt is not kept."""
    parser = argparse.ArgumentParser(prog="crash-votes", description=main.__doc__)
    parser.add_argument("--voters", type=int, default=1000)
    parser.add_argument("--roll-size", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--browsers", type=int, default=20, help="of them in Chromium")
    parser.add_argument("--second", action="store_true", help="the box keeps all on two disks")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tellers-crash-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's account passes through
        data = Path(folder) / "data"
        options = Options(data, given.voters, given.roll_size, given.seed, database=given.database)
        survived = vote_through_kills(options, browsers=given.browsers, two_disks=given.second)
    kills = ", ".join(f"{name} {number}" for name, number in sorted(survived.kills.items()))
    print(f"{given.voters} voters, {given.browsers} of them in browsers; killed: {kills}")
    print(f"{survived.cut} answers cut off; {len(survived.leaves)} ballots on the board")
    faults = survived.faults()
    print("\n".join(faults) or "every receipted ballot is on the board once, and no other")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
