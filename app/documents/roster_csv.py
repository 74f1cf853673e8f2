import csv
import io
from collections.abc import Mapping, Sequence

from app.core.roll import OfficeHeld
from app.documents.histories import OFFICES_COLUMNS
from app.documents.rounds_csv import safe


def as_offices_csv(terms: Mapping[str, Sequence[OfficeHeld]]) -> bytes:
    """Terms of office as the offices file of a roll, by member number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(OFFICES_COLUMNS)
    for member in sorted(terms):
        for term in terms[member]:
            end = term.term_end.isoformat() if term.term_end else ""
            full = "yes" if term.full_term else "no"
            start = term.term_start.isoformat()
            cells = (member, term.office, term.unit, start, end, full, term.how)
            writer.writerow(map(safe, cells))
    return text.getvalue().encode()
