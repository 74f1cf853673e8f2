from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.audit_chain import START, Head, chained
from app.core.faults import BadInput
from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Json, Malformed
from app.records.audit import (
    AuditHead,
    AuditLink,
    AuditRecord,
    as_entry,
    heads,
    hold_chain,
    last_link,
    links,
    unchained,
)

AT_ONCE = 1000  # entries sealed in one transaction


def log_act(
    session: Session, act: str, *, by: str, now: datetime, election: str | None, **facts: Json
) -> None:
    """Writes what was done into the audit log; with the act it is stored, or neither is.

    Issuing and casting never come here: an entry tells a time.
    """
    session.add(AuditRecord(at=now, by=by, act=act, election=election, facts=facts))
    session.flush()


def seal_audit(session: Session, registrar_sk: bytes, *, now: datetime) -> Head | None:
    """Chains the entries that wait, in order of id, and signs the new head; None if none waits.

    Only what was committed is seen here, and an entry that commits after one of a higher id is
    chained after it: a place in the chain, once taken, never changes, and no act waits for one.
    """
    hold_chain(session)
    end = last_link(session)
    position, digest = (end.position, bytes.fromhex(end.digest)) if end else (0, START)
    waiting = unchained(session, most=AT_ONCE)
    for position, record in enumerate(waiting, position + 1):  # noqa: B020 (goes on from the end)
        digest = chained(digest, as_entry(record))
        session.add(AuditLink(position=position, entry_id=record.id, digest=digest.hex()))
    if not waiting:
        return None
    head = Head(position, digest)
    signature = head.signed(registrar_sk).hex()
    session.add(
        AuditHead(position=position, digest=digest.hex(), signature=signature, sealed_at=now)
    )
    session.flush()
    return head


@dataclass(frozen=True)
class Audited:
    """What the check of the audit log found: the chain's head, and how many wait to be chained."""

    head: Head
    waiting: int


def verify_audit(session: Session, registrar_pk: bytes, *, kept: str | None = None) -> Audited:
    """Checks every entry against the chain and every head; Malformed names the first broken one.

    `kept` is a head that somebody wrote down, LENGTH:HASH: the log must still go through it.
    """
    signed = {each.position: each for each in heads(session)}
    wanted = _head(kept)
    position, sealed, digest = 0, 0, START
    for link, record in links(session):
        position += 1
        digest = _checked(digest, position, link, record)
        if head := signed.pop(position, None):
            _check_head(head, Head(position, digest), registrar_pk)
            sealed = position
        if wanted and wanted.length == position and wanted.digest != digest:
            raise Malformed(f"after entry {link.entry_id} the log is not the one of {kept}")
    if signed:
        raise Malformed(f"the chain ends at {position}, before the head signed at {min(signed)}")
    if sealed != position:
        raise Malformed(f"the chain ends at {position}, and no signed head stands there")
    if wanted and wanted.length > position:
        raise Malformed(f"the chain ends at {position}, before {kept}")
    return Audited(Head(position, digest), len(unchained(session)))


def public_key_of(registrar_sk: bytes) -> bytes:
    """The key that heads are checked with."""
    return ed25519.public_of(registrar_sk)


def _checked(previous: bytes, position: int, link: AuditLink, record: AuditRecord | None) -> bytes:
    if link.position != position:
        raise Malformed(f"place {position} of the chain is empty: an entry was taken out")
    if record is None:
        raise Malformed(f"entry {link.entry_id} is in the chain and no longer in the log")
    digest = chained(previous, as_entry(record))
    if digest.hex() != link.digest:
        raise Malformed(
            f"entry {record.id} ({record.act}, {record.at.isoformat()}) is not what was chained"
        )
    return digest


def _check_head(signed: AuditHead, found: Head, registrar_pk: bytes) -> None:
    if signed.head != found:
        raise Malformed(f"the head of {signed.position} entries is not that of the chain")
    found.check(registrar_pk, bytes.fromhex(signed.signature))


def _head(kept: str | None) -> Head | None:
    if kept is None:
        return None
    length, _, digest = kept.partition(":")
    try:
        return Head(int(length), bytes.fromhex(digest))
    except ValueError as fault:
        raise BadInput("--head: a head is LENGTH:HASH, as audit seal prints it") from fault
