from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.nominations import check_nominating
from app.actions.tries import check_tries, hash_of
from app.core.names import is_called
from app.records.elections import Election
from app.records.roll import MemberRecord, as_member, member_by_number
from app.records.sign_in import tries_locked


def find_nominee(
    session: Session,
    election: Election,
    number: str,
    last_name: str,
    *,
    asker: MemberRecord,
    key: bytes,
    now: datetime,
    wall: datetime,
) -> MemberRecord | None:
    """The member with this number and this last name, for a member who nominates them.

    None for a pair that is nobody's, without saying which half is wrong. Wrong pairs are counted
    by who asked, and slowed and stopped like wrong passwords, or the roll could be searched; a
    right one takes none of them back. `wall` is the machine's time, which waits go by.
    """
    check_nominating(election, now)
    tries = tries_locked(session, hash_of(f"nominator|{asker.id}", key=key), now=wall)
    instead = "ask the elections committee to enter the nomination"
    check_tries(tries, now=wall, what="member numbers and names", instead=instead)
    found = member_by_number(session, election.id, number)
    if found is not None and is_called(as_member(found), last_name):
        return found
    tries.failed, tries.last_at = tries.failed + 1, wall
    return None
