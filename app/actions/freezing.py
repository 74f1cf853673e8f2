import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.adoption import rule_adopted
from app.actions.answering import undecided
from app.actions.auditing import log_act
from app.actions.bylaws import QUESTIONS, contests_in, make_contests, rules_in
from app.actions.choosing import check_electronic
from app.actions.committee import Actor, check_committee, sign_act, signatures_of, void_signatures
from app.actions.manifests import OpeningKeys, make_manifest
from app.actions.question_contests import asked_on_ballot, check_asked
from app.actions.voters import count_voters
from app.core.ballot_order import Adopted
from app.core.faults import BadInput
from app.core.proof import ProofContest, prove_ballot
from app.core.rules import LocalRules
from app.core.secrecy.manifest import Manifest
from app.errors import AlreadyDone, NotFound, OutOfTurn
from app.records.ballots import (
    Ballot,
    Candidate,
    FrozenBallot,
    IssuerKey,
    ManifestKey,
    ballot_by_digest,
    frozen_ballot,
)
from app.records.canvass import CONVENTION, drawn_lots_of
from app.records.elections import Alphabet, Election, locked
from app.records.elections import contests_of as contest_records
from app.records.nominations import nominations_of
from app.records.roll import MemberRecord, as_member, members_of
from app.records.signers import signers_of
from app.settings import Settings, raw
from app.vault import make_issuer_key

APPROVED = "ballot_approved"
AUDITED = ("ballot_approved", "ballot_frozen")


def prepare_ballot(
    session: Session,
    election: Election,
    keys: OpeningKeys,
    *,
    settings: Settings,
    by: Actor,
    now: datetime,
) -> Ballot:
    """Draws up the ballot's proof with fresh issuer keys; two people approve its digest.

    Approvals of an earlier draft end with it, so that everybody approves what is drawn up now.
    """
    locked(session, election.id)
    if frozen_ballot(session, election.id):
        raise AlreadyDone("The ballot is frozen.")
    rules = rules_in(election)
    if election.held_for == QUESTIONS:
        make_contests(session, election, None)  # with the voters as they are counted now
        check_asked(session, election, rules)
    if now < election.acceptance_deadline:
        raise OutOfTurn("The ballot is prepared when nominees can no longer answer.")
    check_electronic(rules)
    _check_choices(session, election, rules)
    contests = draft_ballot(session, election)
    _check_convention(session, election, contests)
    issuers = {
        group_id: make_issuer_key(raw(settings.vault_key))
        for group_id in sorted({each.group_id for each in contests if each.group_id})
    }
    manifest = make_manifest(
        election,
        contests,
        {group_id: spki for group_id, (spki, _) in issuers.items()},
        count_eligible(session, election, rules, contests),
        keys,
        signers_of(session, election.id),
        settings,
    )
    sealed = {group_id: key for group_id, (_, key) in issuers.items()}
    return _store(session, election, manifest, contests, sealed, by, now)


def _store(
    session: Session,
    election: Election,
    manifest: Manifest,
    contests: tuple[ProofContest, ...],
    issuer_keys: Mapping[int, bytes],
    by: Actor,
    now: datetime,
) -> Ballot:
    ballot = Ballot(
        election_id=election.id,
        digest=manifest.hash.hex(),
        manifest=manifest.canonical(),
        contests=[each.as_json() for each in contests],
        prepared_by=by.staff_id,
        prepared_at=now,
    )
    session.add(ballot)
    session.flush()
    void_signatures(session, election.id, APPROVED, by=by, now=now)
    log_act(
        session,
        "ballot_prepared",
        by=by.author,
        now=now,
        election=election.id,
        digest=ballot.digest,
    )
    for group_id, sealed in issuer_keys.items():
        session.add(IssuerKey(ballot_id=ballot.id, group_id=group_id, sealed=sealed))
    _store_candidates(session, election, ballot, contests)
    return ballot


def _check_choices(session: Session, election: Election, rules: LocalRules) -> None:
    silent = [as_member(each).display_name for each in undecided(session, election)]
    if silent:
        stands = rules.nominations.highest_stands
        raise OutOfTurn(
            f"{', '.join(silent)} did not choose among nominations; let the highest-ranking ones "
            f"stand first ({stands.cite if stands else ''})."
        )


def _check_convention(
    session: Session, election: Election, contests: Sequence[ProofContest]
) -> None:
    drawn = drawn_lots_of(session, election.id).get(CONVENTION, ())
    stand = {each.member_number for contest in contests for each in contest.candidates}
    if wrong := {*drawn} ^ stand if drawn else set():
        raise BadInput(
            "The lot for who goes to conventions names exactly those who stand; it is wrong about "
            f"{', '.join(sorted(wrong))}."
        )


def draft_ballot(session: Session, election: Election) -> tuple[ProofContest, ...]:
    """The contests as a ballot of this moment would have them; BadInput names what is missing."""
    rules = rules_in(election)
    return prove_ballot(_adopted(session, election), rules, alphabet=_letters(session, election))


def approve_ballot(
    session: Session, election: Election, digest: str, *, by: Actor, now: datetime
) -> None:
    """The Chair's signature under a ballot (H5), the first of two."""
    _approve(session, election, digest, by=by, now=now)


def countersign_ballot(
    session: Session, election: Election, digest: str, *, by: Actor, now: datetime
) -> None:
    """The second signature, which freezes the ballot.

    From then on no key of this manifest can ever stand in another one.
    """
    if not signatures_of(session, election.id, APPROVED):
        raise OutOfTurn("The Chair approves the ballot first.")
    ballot = _approve(session, election, digest, by=by, now=now)
    _check_convention(session, election, [ProofContest.read(each) for each in ballot.contests])
    session.add(FrozenBallot(election_id=election.id, ballot_id=ballot.id, frozen_at=now))
    manifest = Manifest.parse(ballot.manifest)
    used = [manifest.A, manifest.B, manifest.box_spki, *(g.issuer_spki for g in manifest.groups)]
    for key in (*used, *manifest.officers):
        session.add(ManifestKey(key_digest=hashlib.sha256(key).hexdigest(), ballot_id=ballot.id))
    try:
        session.flush()
    except IntegrityError as fault:
        raise AlreadyDone(
            "A key of this ballot has stood in another manifest, or served a rehearsal; make new "
            "keys and prepare anew."
        ) from fault


def _approve(
    session: Session, election: Election, digest: str, *, by: Actor, now: datetime
) -> Ballot:
    ballot = ballot_by_digest(session, election.id, digest)
    if ballot is None:
        raise NotFound("No ballot of this election has this digest.")
    check_committee(session, election)
    check_electronic(rules_in(election))
    drawn_up = tuple(ProofContest.read(each) for each in ballot.contests)
    if draft_ballot(session, election) != drawn_up:
        raise OutOfTurn("A candidate, rule or question was changed since; draw the ballot up anew.")
    sign_act(session, election.id, APPROVED, digest, audited=AUDITED, by=by, now=now)
    manifest = Manifest.parse(ballot.manifest)
    _check_signers(session, election, manifest)
    times = (election.opens, election.closes_issue, election.closes_cast)
    if (manifest.opens, manifest.closes_issue, manifest.closes_cast) != times:
        raise OutOfTurn("Dates were moved since this ballot was drawn up; draw it up anew.")
    return ballot


def _check_signers(session: Session, election: Election, manifest: Manifest) -> None:
    registered = signers_of(session, election.id)
    if {*manifest.officers} - {*registered.officers} or (
        {*manifest.witnesses} - {*registered.witnesses}
    ):
        raise OutOfTurn(
            "The key of an officer or witness was taken back since this ballot was drawn up; draw "
            "it up anew."
        )


def count_eligible(
    session: Session, election: Election, rules: LocalRules, contests: tuple[ProofContest, ...]
) -> dict[int, int]:
    """How many members may vote in each contest group on the record date."""
    by_id = {contest.id: contest for contest in contests_in(session, election)}
    electorates = {each.group_id: by_id[each.id].electorate for each in contests if each.group_id}
    return count_voters(session, election, rules, electorates)


def _adopted(session: Session, election: Election) -> list[Adopted]:
    candidates: dict[str, dict[str, MemberRecord]] = {}
    for nomination in nominations_of(session, election.id):
        if nomination.accepted:
            member = session.get_one(MemberRecord, nomination.member_id)
            candidates.setdefault(nomination.contest_id, {})[member.member_number] = member
    drawn = drawn_lots_of(session, election.id)
    contests = {contest.id: contest for contest in contests_in(session, election)}
    asked = asked_on_ballot(session, election, rules_in(election), contests.values())
    return [
        Adopted(
            contests[record.contest_id],
            rule_adopted(record),
            record.ranking_limit,
            {n: as_member(m) for n, m in candidates.get(record.contest_id, {}).items()},
            drawn.get(record.contest_id, ()),
            *asked.get(record.contest_id, ()),
        )
        for record in contest_records(session, election.id)
    ]


def _letters(session: Session, election: Election) -> str | None:
    alphabet = session.get(Alphabet, election.id)
    return alphabet.letters if alphabet else None


def _store_candidates(
    session: Session, election: Election, ballot: Ballot, contests: tuple[ProofContest, ...]
) -> None:
    ids = {record.member_number: record.id for record in members_of(session, election.id)}
    session.add_all(
        Candidate(
            ballot_id=ballot.id,
            contest_id=contest.id,
            number=candidate.number,
            member_id=ids[candidate.member_number],
            name=candidate.name,
        )
        for contest in contests
        if contest.question is None
        for candidate in contest.candidates
    )
    session.flush()
