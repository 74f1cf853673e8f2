"""The verifier as one file; it is its `__main__`, and needs `cryptography` alone beside Python."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.core.secrecy.answers import receipt_in
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.report import Check, Report, Verdict, word
from app.core.secrecy.verify import verifications

UNREADABLE = 2


def main() -> int:
    """Checks a published election from its ballots to its seats, and counts it again.

    Exit 0 verified; 1 refused or not proven; 2 unreadable.
    """
    parser = argparse.ArgumentParser(prog="tellers-verify", description=main.__doc__)
    parser.add_argument("bundle", type=Path, help="election-bundle.zip, as it was published")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--receipt", help="your own receipt, as text or in a file")
    options = parser.parse_args()
    try:
        own = None if options.receipt is None else _receipt(options.receipt)
        found = verifications(options.bundle.read_bytes(), receipt=own)
        report = Report(tuple(found if options.json else _told(found)))
    except (Malformed, OSError) as fault:
        print(f"tellers-verify: {fault}", file=sys.stderr)
        return UNREADABLE
    if options.json:
        print(json.dumps(report.as_json(), indent=1, ensure_ascii=False))
    else:
        print(f"\n{word(report.verdict)}")
    return 0 if report.verdict is Verdict.VERIFIED else 1


def _told(checks: Iterable[Check]) -> Iterator[Check]:
    for check in checks:
        print(check.line())
        yield check


def _receipt(given: str) -> bytes:
    try:
        return receipt_in(given)
    except Malformed:
        return receipt_in(Path(given).read_text("ascii", "replace"))


if __name__ == "__main__":
    sys.exit(main())
