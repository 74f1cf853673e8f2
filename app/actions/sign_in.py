import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.passwords import hash_password
from app.actions.tries import check_tries, hash_of
from app.core.secrecy.encoding import Malformed, from_crockford, to_crockford
from app.core.tries import SLOWED_AFTER, wait_after
from app.errors import AlreadyDone, NotFound
from app.records.roll import MemberRecord
from app.records.sign_in import (
    Code,
    MemberSession,
    Tries,
    count_failed_sign_ins,
    forget_tries,
    member_or_another,
    tries_locked,
    tries_with,
)
from app.records.staff import Staff, StaffSession, staff_by_email

STAFF_SESSION = timedelta(hours=12)
TRIES_FORGOTTEN = timedelta(days=1)
CODE_BYTES = 10


@dataclass(frozen=True)
class SignIn:
    """The answer to a sign-in: a session token, or none; a wrong code is counted either way."""

    token: str | None


def create_staff(
    session: Session, *, name: str, email: str, administrator: bool, by: str, now: datetime
) -> str:
    """Makes an account and gives its password, which is shown once and stored hashed."""
    password = to_crockford(secrets.token_bytes(CODE_BYTES))
    staff = Staff(
        name=name,
        email=email,
        address=email,
        password_hash=hash_password(password),
        administrator=administrator,
    )
    try:
        with session.begin_nested():
            session.add(staff)
    except IntegrityError as fault:
        raise AlreadyDone(f"An account with the address {email} exists.") from fault
    log_act(
        session,
        "account_created",
        by=by,
        now=now,
        election=None,
        account=staff.id,
        name=name,
        administrator=administrator,
    )
    return password


def renew_password(session: Session, email: str, *, key: bytes, by: str, now: datetime) -> str:
    """Gives an account a new password and forgets the wrong ones that were tried."""
    staff = staff_by_email(session, email)
    if staff is None:
        raise NotFound(f"No account has the address {email}.")
    password = to_crockford(secrets.token_bytes(CODE_BYTES))
    staff.password_hash = hash_password(password)
    tries_locked(session, _hash_address(key, email), now=now).failed = 0
    log_act(session, "password_renewed", by=by, now=now, election=None, account=staff.id)
    return password


def password_to_check(session: Session, email: str, *, key: bytes, now: datetime) -> str | None:
    """What is stored of the password of the account with this address, None without an account.

    Raises TooSoon where a password would not be looked at now.
    """
    tries = tries_with(session, _hash_address(key, email))
    if tries is not None:
        _check_wait(tries, now)
    staff = staff_by_email(session, email)
    return staff.password_hash if staff else None


def sign_in_staff(
    session: Session, email: str, matched: str | None, *, key: bytes, now: datetime
) -> SignIn:
    """A new session, or none without saying what was wrong; wrong passwords in a row are counted.

    `matched` is what is stored of the password that was given, where it is the right one; `now`
    is when it was given. Raises TooSoon after too many, also for an address that no account has.
    """
    tries = tries_locked(session, _hash_address(key, email), now=now)
    _check_wait(tries, now)
    staff = staff_by_email(session, email)
    if staff is None or staff.password_hash != matched:
        tries.failed, tries.last_at = tries.failed + 1, max(now, tries.last_at)
        forget_tries(session, fewer_than=SLOWED_AFTER, before=now - TRIES_FORGOTTEN)
        return SignIn(None)
    tries.failed = 0
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(token_hash=_hash(token), staff_id=staff.id, expires_at=now + STAFF_SESSION)
    )
    return SignIn(token)


def _check_wait(tries: Tries, now: datetime) -> None:
    instead = "ask for a new one with `tellers new-password`"
    check_tries(tries, now=now, what="passwords", instead=instead)


def staff_of(session: Session, token: str, *, now: datetime) -> Staff | None:
    """Who signed in with this token, while the session lasts."""
    found = session.get(StaffSession, _hash(token))
    if found is None or found.expires_at <= now:
        return None
    return session.get(Staff, found.staff_id)


def sign_out_staff(session: Session, token: str) -> None:
    """Ends the session of this token, if there is one."""
    found = session.get(StaffSession, _hash(token))
    if found is not None:
        session.delete(found)


def make_code(session: Session, member: MemberRecord, *, key: bytes) -> str:
    """A new sign-in code of 80 bits; only its keyed hash is kept.

    The wrong ones that were tried are forgotten, or a stranger could shut the member out for good.
    """
    code = to_crockford(secrets.token_bytes(CODE_BYTES))
    session.add(Code(code_hash=_hash_code(key, member, code), member_id=member.id))
    member.failed_sign_ins = 0
    return code


def sign_in_member(
    session: Session, election_id: str, number: str, code: str, *, key: bytes, now: datetime
) -> SignIn:
    """A new session for who holds a code mailed to the member; wrong ones are counted.

    The answer is the same for a wrong code, an unknown member and one stopped after too many; so
    are the statements: for an unknown one another member is looked up and counts nothing.
    """
    found = member_or_another(session, election_id, number)
    if found is None:
        return SignIn(None)
    is_member = found.member_number == number
    holds_code = session.get(Code, _hash_code(key, found, code)) is not None
    stopped = wait_after(found.failed_sign_ins) is None
    if stopped or not (is_member and holds_code):
        count_failed_sign_ins(session, found.id, 1 if is_member else 0)
        return SignIn(None)
    token = secrets.token_urlsafe(32)
    session.add(MemberSession(token_hash=_hash(token), member_id=found.id, day=now.date()))
    return SignIn(token)


def member_of(session: Session, token: str) -> MemberRecord | None:
    """Which member signed in with this token."""
    found = session.get(MemberSession, _hash(token))
    return session.get(MemberRecord, found.member_id) if found else None


def sign_out_member(session: Session, token: str) -> None:
    """Ends the member's session of this token, if there is one."""
    found = session.get(MemberSession, _hash(token))
    if found is not None:
        session.delete(found)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash_address(key: bytes, email: str) -> str:
    return hash_of(f"staff|{email.casefold()}", key=key)


def _hash_code(key: bytes, member: MemberRecord, code: str) -> str:
    try:
        canonical = from_crockford(code, CODE_BYTES, "the code")
    except Malformed:
        canonical = b""  # no code hashes like this one, since none is empty
    return hmac.new(key, f"{member.id}|{canonical.hex()}".encode(), hashlib.sha256).hexdigest()
