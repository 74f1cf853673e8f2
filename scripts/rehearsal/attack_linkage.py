import argparse
import sys
import tempfile
from pathlib import Path

from rehearsal.attack import attack
from rehearsal.attacker import Attack
from rehearsal.linkage import best_of_each_group
from rehearsal.options import Options
from rehearsal.processes import POSTGRESQL, SQLITE

LEAST_LINKED_BY_A_NAIVE_STORE = 0.9


def main() -> int:
    """Prints how many voters the best order links to ballots; exit 1 above the bound of chance."""
    parser = argparse.ArgumentParser(prog="attack-linkage", description=main.__doc__)
    parser.add_argument("--voters", type=int, default=500)
    parser.add_argument("--roll-size", type=int, default=1000)
    parser.add_argument("--browsers", type=int, default=20, help="of them in Chromium, at least 3")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tellers-attack-") as folder:
        place = Path(folder)
        place.chmod(0o711)  # PostgreSQL's account passes through
        data = place / "data"
        options = Options(data, given.voters, given.roll_size, given.seed, database=given.database)
        attacked = attack(options, place / "copies", given.browsers)
        linked = attacked.linked(place)
    for each in (*attacked.attacks, attacked.naive):
        _print(each)
    naive = attacked.naive.matches
    if any(match.hits <= LEAST_LINKED_BY_A_NAIVE_STORE * match.voters for match in naive):
        print("the control failed: the attack does not see an order that was kept")
        return 1
    print(f"linked again in other boxes: {', '.join(sorted(linked)) or 'none'}")
    return 1 if linked else 0


def _print(attack: Attack) -> None:
    print(f"{attack.moment}: {len(attack.voters)} x {attack.entry_orders} orders, chance 1 each")
    for match in (*attack.by_issue, *best_of_each_group(attack.matches)):
        print(
            f"  {match.group:<20}{match.hits:>4} of {match.voters}, "
            f"voters by {match.voters_by}, entries by {match.entries_by}"
        )


if __name__ == "__main__":
    sys.exit(main())
