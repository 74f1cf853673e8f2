from app.core.secrecy.answers import check_receipt
from app.core.secrecy.board import HASH
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.evidence import Evidence
from app.core.secrecy.report import Outcome, Verdict, verified


def check_own(evidence: Evidence, receipt: bytes) -> Outcome:
    """The ballot of this receipt is on the board, and its sealed ballot opened."""
    manifest, leaf_hash = evidence.manifest, receipt[:HASH]
    check_receipt(receipt, manifest.box_pk, manifest.hash, leaf_hash)
    found = [index for index, entry in enumerate(evidence.entries) if entry.leaf_hash == leaf_hash]
    if not found:
        raise Malformed("the box signed this receipt, and its ballot is not on the board")
    shut = {
        record.index: record.reason
        for group in evidence.groups
        for record in group.opening.malformed
        if record.on_board
    }
    if found[0] in shut:
        detail = f"entry {found[0]} of the board, which is called malformed: {shut[found[0]]}"
        return Outcome(Verdict.NOT_PROVEN, detail)
    return verified(f"entry {found[0]} of the board")
