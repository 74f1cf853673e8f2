"""What the pages have in common on which an officer signs in the browser."""

from fastapi.responses import HTMLResponse

from app.actions.voting import read_manifest
from app.core.secrecy.encoding import in_groups, to_base64url
from app.records.ballots import frozen_ballot
from app.records.signers import OfficerKey, officer_keys_of
from app.records.staff import names_of_staff
from app.web.headers import SIGNING_POLICY
from app.web.pages.visit import Fault, Visit


def signing_page(
    visit: Visit, template: str, fault: Fault | None = None, **context: object
) -> HTMLResponse:
    """A page whose script signs; `own_key` is the visitor's, or nothing where it cannot sign."""
    page = visit.page(template, fault=fault, own_key=_own_key(visit), **context)
    page.headers["Content-Security-Policy"] = SIGNING_POLICY
    return page


def _own_key(visit: Visit) -> str:
    """The key that the visitor registered; nothing where the frozen ballot does not name it."""
    mine = visit.session.get(OfficerKey, (visit.election.id, visit.staff.id))
    ballot = frozen_ballot(visit.session, visit.election.id)
    if mine is None:
        return ""
    key = bytes.fromhex(mine.key)
    named = ballot is None or key in read_manifest(ballot.manifest).officers
    return to_base64url(key) if named else ""


def officers_of(visit: Visit) -> list[dict[str, str]]:
    """Who has registered which key: `name`, `key` in base64url, and its `fingerprint`."""
    records = officer_keys_of(visit.session, visit.election.id)
    names = names_of_staff(visit.session, [each.staff_id for each in records])
    return [
        {
            "name": names[each.staff_id],
            "key": to_base64url(bytes.fromhex(each.key)),
            "fingerprint": in_groups(bytes.fromhex(each.key)),
        }
        for each in records
    ]
