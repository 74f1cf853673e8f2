from app.core.petitions import Signer
from app.documents.cells import RowError, rows_of
from app.documents.rolls import RollRejected

COLUMNS = ("member_number", "name")


def read_signers(content: bytes) -> tuple[Signer, ...]:
    """The signers in a petition's CSV file, by line; RollRejected names every wrong place.

    A signer may have left out the number or the name.
    """
    faults: list[RowError] = []
    rows = tuple(rows_of("petition.csv", content, COLUMNS, COLUMNS, faults))
    if faults:
        raise RollRejected(tuple(faults), "petition")
    return tuple(Signer(row.line, row.cells["member_number"], row.cells["name"]) for row in rows)
