import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.cli import app
from app.cli.files import naming, read_content
from app.core.secrecy.answers import receipt_in
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.report import Check, Report, Verdict, word
from app.core.secrecy.verify import verifications


@app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(help="election-bundle.zip, as it was published.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    receipt: Annotated[
        str | None, typer.Option(help="Your own receipt, as text or in a file.")
    ] = None,
) -> None:
    """Checks a published election from its ballots to its seats, and counts it again.

    Exit 0 verified; 1 refused or not proven; 2 unreadable.
    """
    own = None if receipt is None else _receipt(receipt)
    with naming(bundle):
        found = verifications(read_content(bundle), receipt=own)
        report = Report(tuple(found if as_json else _told(found)))
    if as_json:
        print(json.dumps(report.as_json(), indent=1, ensure_ascii=False))
    else:
        print(f"\n{word(report.verdict)}")
    if report.verdict is not Verdict.VERIFIED:
        raise typer.Exit(1)


def _told(checks: Iterable[Check]) -> Iterator[Check]:
    """Each check as it is done, in a line of its own."""
    for check in checks:
        print(check.line())
        yield check


def _receipt(given: str) -> bytes:
    """A receipt as typed, or else from the file of that name."""
    try:
        return receipt_in(given)
    except Malformed:
        with naming(given):
            return receipt_in(read_content(Path(given)).decode("ascii", "replace"))
