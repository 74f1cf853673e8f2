import argparse
import tempfile
from pathlib import Path

from rehearsal.bench import Measured, bench
from rehearsal.processes import POSTGRESQL, SQLITE


def main() -> None:
    """Prints issues and casts a second, each beside a bare durable insert of the same run."""
    parser = argparse.ArgumentParser(prog="bench-voting", description=main.__doc__)
    parser.add_argument("--voters", type=int, default=300)
    given = parser.parse_args()
    for database in (SQLITE, POSTGRESQL):
        with tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder:
            Path(folder).chmod(0o711)  # PostgreSQL's account passes through
            _print(*bench(Path(folder) / "data", given.voters, database))


def _print(
    bare: Measured, signing: Measured, issue: Measured, box: Measured, cast: Measured
) -> None:
    def ratio(real: Measured, other: Measured) -> str:
        return f"   {real.per_second / other.per_second:.2f} of the {other.name}'s rate"

    print(bare)
    print(f"{signing}{ratio(signing, bare)}")
    print(f"{issue}{ratio(issue, bare)}\n{ratio(issue, signing):>100}")
    print(box)
    print(f"{cast}{ratio(cast, box)}")
    seconds = issue.number / issue.per_second + cast.number / cast.per_second
    print(f"{issue.number / seconds:.1f} voters/s, all issued and then all cast")


if __name__ == "__main__":
    main()
