import argparse
import tempfile
from pathlib import Path

from rehearsal.bench import bench
from rehearsal.processes import POSTGRESQL, SQLITE


def main() -> None:
    """Prints issues and casts a second, each beside a bare durable insert of the same run."""
    parser = argparse.ArgumentParser(prog="bench-voting", description=main.__doc__)
    parser.add_argument("--voters", type=int, default=300)
    given = parser.parse_args()
    figures = []
    for database in (SQLITE, POSTGRESQL):
        with tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder:
            Path(folder).chmod(0o711)  # PostgreSQL's account passes through
            figures += list(bench(Path(folder) / "data", given.voters, database))
    for bare, real in zip(figures[::2], figures[1::2], strict=True):
        ratio = real.per_second / bare.per_second
        print(f"{bare}\n{real}   {ratio:.2f} of the bare insert's rate")


if __name__ == "__main__":
    main()
