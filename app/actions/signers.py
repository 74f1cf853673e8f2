from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.canvass import board_of, frozen
from app.actions.committee import Actor
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.notes import Witness, cosigned_by, join_notes, split_notes
from app.core.secrecy.officers import Registration
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.ballots import frozen_ballot
from app.records.elections import Election, locked
from app.records.signers import OfficerKey, WitnessKey, signers_of


def register_officer_key(
    session: Session, election: Election, made: Registration, *, by: Actor, now: datetime
) -> None:
    """Notes the public key by which a committee member will sign amendments and paper.

    Only before a ballot is frozen, and once: the manifest names the officers' keys. Whoever
    registers a key proves that its secret half is at hand, and no key serves two elections.
    """
    made.check(bytes.fromhex(election.id))
    record = OfficerKey(
        election_id=election.id, staff_id=by.staff_id, key=made.key.hex(), registered_at=now
    )
    _register(session, election, record)
    _log(session, "officer_key_registered", election, by, now, in_groups(made.key))


def withdraw_officer_key(session: Session, election: Election, *, by: Actor, now: datetime) -> None:
    """Takes back the officer's own key, lost before the freeze, so that another can be registered.

    A ballot that was drawn up with it is to be drawn up anew.
    """
    _check_unfrozen(session, election)
    if not drop_officer_key(session, election, by.staff_id, by=by, now=now):
        raise NotFound("You have registered no signing key.")


def drop_officer_key(
    session: Session, election: Election, staff_id: int, *, by: Actor, now: datetime
) -> bool:
    """Forgets the key of an officer of an unfrozen election; false where there is none."""
    record = session.get(OfficerKey, (election.id, staff_id))
    if record is None:
        return False
    session.delete(record)
    _log(session, "officer_key_withdrawn", election, by, now, in_groups(bytes.fromhex(record.key)))
    return True


def register_witness(
    session: Session, election: Election, verifier_key: str, *, by: Actor, now: datetime
) -> None:
    """Notes an observer's witness, whose cosignature of the board the manifest will ask for.

    No two have one name or one key, so that everybody can tell whose word is there.
    """
    made = Witness.parse(verifier_key)
    _check_unfrozen(session, election)
    for other in map(Witness.parse, signers_of(session, election.id).witnesses):
        if made.name == other.name or made.public == other.public:
            raise AlreadyDone("A witness of this name or with this key is registered already.")
    record = WitnessKey(
        election_id=election.id, verifier_key=verifier_key, entered_by=by.staff_id, entered_at=now
    )
    _register(session, election, record)
    _log(session, "witness_registered", election, by, now, verifier_key)


def withdraw_witness(
    session: Session, election: Election, verifier_key: str, *, by: Actor, now: datetime
) -> None:
    """Takes back a witness who was registered by mistake, or who will not come after all.

    A ballot that was drawn up with it is to be drawn up anew.
    """
    _check_unfrozen(session, election)
    record = session.get(WitnessKey, (election.id, verifier_key))
    if record is None:
        raise NotFound("No witness with this key is registered.")
    session.delete(record)
    _log(session, "witness_withdrawn", election, by, now, verifier_key)


def _register(session: Session, election: Election, record: OfficerKey | WitnessKey) -> None:
    _check_unfrozen(session, election)
    try:
        with session.begin_nested():
            session.add(record)
    except IntegrityError as fault:
        raise AlreadyDone("This key, or another one of yours, is registered already.") from fault


def _check_unfrozen(session: Session, election: Election) -> None:
    locked(session, election.id)
    if frozen_ballot(session, election.id):
        raise OutOfTurn("The ballot is frozen, and names the keys of its signers already.")


def add_cosignature(
    session: Session, election: Election, line: str, *, by: Actor, now: datetime
) -> str:
    """Joins a witness's cosignature to the checkpoint of the board; gives the witness's name."""
    locked(session, election.id)
    board = board_of(session, election)
    _, manifest = frozen(session, election)
    *earlier, last = split_notes(board.checkpoints)
    witnesses = [Witness.parse(text) for text in manifest.witnesses]
    note, witness = cosigned_by(last, line, witnesses)
    board.checkpoints = join_notes([*earlier, note])
    _log(session, "board_cosigned", election, by, now, witness.name)
    return witness.name


def _log(
    session: Session, act: str, election: Election, by: Actor, now: datetime, key: str
) -> None:
    log_act(session, act, by=by.author, now=now, election=election.id, key=key)
    session.flush()
