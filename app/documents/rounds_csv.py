import csv
import io
from collections.abc import Iterator, Sequence

from app.core.counting import Round, Tabulation
from app.core.counting.tabulation import decimal, trimmed

HEADER = ("round", "pass", "kind", "name", "votes", "outcome")
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rounds_csv(tabulation: Tabulation, names: Sequence[str]) -> str:
    """A count as CSV that a spreadsheet opens as text: a line a round and candidate.

    `kind` is candidate, threshold, exhausted or residual; a name that a spreadsheet would take for
    a formula has an apostrophe before it.
    """
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(HEADER)
    for round_ in tabulation.rounds:
        passage = "" if round_.passage is None else str(round_.passage)
        for row in _rows(round_, tabulation.rule.precision, names):
            lines.writerow([str(round_.number), passage, *map(safe, row)])
    return text.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _rows(round_: Round, places: int, names: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    outcomes = dict.fromkeys(round_.elected, "elected")
    outcomes |= dict.fromkeys(round_.eliminated, "eliminated")
    for candidate, votes in round_.tally.items():
        outcome = outcomes.get(candidate, "")
        yield "candidate", names[candidate], decimal(votes, places), outcome
    if round_.threshold is not None:
        yield "threshold", "", trimmed(round_.threshold, places), ""
    yield "exhausted", "", decimal(round_.exhausted, places), ""
    yield "residual", "", decimal(round_.residual, places), ""
