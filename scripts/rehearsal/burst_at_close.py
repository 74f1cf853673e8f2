import argparse
import sys
import tempfile
from pathlib import Path

from rehearsal.burst import Burst, burst_at_close


def main() -> int:
    """Casts at a steady rate across the close; exit 1 when one was accepted late, or lost."""
    parser = argparse.ArgumentParser(prog="burst-at-close", description=main.__doc__)
    parser.add_argument("--per-second", type=float, default=67)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tellers-burst-") as folder:
        data = Path(folder) / "data"
        burst = burst_at_close(data, per_second=given.per_second, seconds=given.seconds)
    _print(burst)
    faults = burst.faults()
    print("\n".join(faults) or "none accepted after the close, none acknowledged and lost")
    return 1 if faults else 0


def _print(burst: Burst) -> None:
    sent = [each.sent for each in burst.casts]
    rate = (len(sent) - 1) / (max(sent) - min(sent)).total_seconds()
    print(f"{len(sent)} casts, {rate:.1f}/s, 99 of 100 answered in {burst.p99 * 1000:.0f} ms")
    last, first = (
        (at - burst.closes).total_seconds() * 1000
        for at in (
            max(each.sent for each in burst.accepted),
            min(each.sent for each in burst.refused),
        )
    )
    print(f"{len(burst.accepted)} accepted, the last sent {last:.0f} ms from the close")
    print(f"{len(burst.refused)} refused, the first sent {first:.0f} ms from the close")


if __name__ == "__main__":
    sys.exit(main())
