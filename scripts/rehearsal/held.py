from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.clause import Clause
from app.core.convention import convention_of
from app.core.counting import Rule, preset
from app.core.results import (
    ContestCount,
    GroupFigures,
    count_contest,
    declared_result,
    lot_order_digest,
    reconcile,
)
from app.core.rules import ConventionRules, Exclusivity, ExOfficio, SuccessionRules
from app.core.seat import HeldBefore
from app.core.seat_rules import SeatRules
from app.core.seating import Filled, seat, seated
from app.core.secrecy.apart import choices_of
from app.core.secrecy.board import tree_hash, tree_hash_of
from app.core.secrecy.bundle import build_bundle, entries_per_group
from app.core.secrecy.encoding import Json
from app.core.secrecy.entries import Entry
from app.core.secrecy.manifest import BallotContest, Group, least_pad_len
from app.core.secrecy.notes import Checkpoint, join_notes, origin_of
from app.core.secrecy.opened import Opened, OpenedGroup
from app.core.secrecy.opening import open_board
from app.core.secrecy.paper import Batch, Header, SignedHeader, seal_batch
from app.core.secrecy.payloads import Choices
from app.core.secrecy.register import GroupRegister, Register
from app.core.secrecy.shares import opening_keys
from app.core.secrecy.tokens import issuer_spki
from app.core.ties import LotOrder, lot_order, parse_name
from rehearsal.made_up import MadeUpElection, issuer_private, make_election
from rehearsal.poll import Poll, board_of

ALPHABET = "QWERTYUIOPASDFGHJKLZXCVBNM"
NAMES = ("Alder, Ann", "Birch, Bo", "Cedar, Cy", "Dogwood, Di", "Elm, Ed", "Fir, Flo")
ELIGIBLE = 40
DICE = "3141526535614264332461632"
ATTESTED = "Seen by Olive Observer."
_OFFICES = {  # by contest: rule, seats, candidates
    "president": ("irv-ten-percent", 1, 4),
    "bargaining": ("stv-wigm", 2, 5),
    "delegates": ("plurality", 2, 6),
    "director": ("irv", 1, 3),
    "alternate": ("plurality", 1, 2),
}
_GROUPS = {1: ("president", "bargaining"), 2: ("delegates",), 3: ("director", "alternate")}


def rule_of(contest_id: str) -> Rule:
    """The counting rule of a contest of the rehearsal."""
    return preset(_OFFICES[contest_id][0])


def lots_of(contest_id: str) -> LotOrder:
    """The lot order of a contest of the rehearsal, from its randomized alphabet."""
    return lot_order(ALPHABET, [parse_name(name) for name in NAMES[: _OFFICES[contest_id][2]]])


def _contest(contest_id: str) -> BallotContest:
    _, seats, candidates = _OFFICES[contest_id]
    rule, names = rule_of(contest_id), NAMES[:candidates]
    ranked = rule.method != "plurality"
    return BallotContest(
        id=contest_id,
        title=contest_id.title(),
        seats=seats,
        limit=candidates if ranked else seats,
        ranked=ranked,
        candidates=names,
        counting_rule=rule.digest,
        lot_order=lot_order_digest(names, lots_of(contest_id).order),
    )


def make_counted_election(random_bytes: Callable[[int], bytes]) -> MadeUpElection:
    """Three groups, one of them small, with contests by four counting rules."""
    made = make_election(random_bytes)
    contests = tuple(_contest(contest_id) for contest_id in _OFFICES)
    issuers = {group_id: issuer_private(group_id) for group_id in _GROUPS}
    groups = tuple(
        Group(group_id, ids, issuer_spki(issuers[group_id].public_numbers), ELIGIBLE)
        for group_id, ids in _GROUPS.items()
    )
    pad_len = least_pad_len(contests, groups)
    manifest = replace(made.manifest, contests=contests, groups=groups, pad_len=pad_len)
    return replace(made, manifest=manifest, issuers=issuers)


BALLOTS: Mapping[int, Sequence[Choices]] = {
    1: [{"president": [1, 2], "bargaining": [2, 1, 5]}] * 7
    + [{"president": [2, 1], "bargaining": [4, 3]}] * 3
    + [{"president": [3, 4, 1], "bargaining": [2, 4]}] * 2
    + [{"president": [4], "bargaining": [3]}, {"president": [], "bargaining": []}],
    2: [{"delegates": [1, 2]}] * 18 + [{"delegates": [3, 4]}] * 4,
    3: [{"director": [1, 2], "alternate": [1]}] * 3 + [{"director": [2], "alternate": [2]}],
}
"""Clear results: 14, 22 and 4 ballots; delegates 3 and 4 tie for the first alternate."""


SEAT_RULES = SeatRules(
    exclusivities=(
        Exclusivity("one seat", ("president", "director"), "seat", True, "Rehearsal rule 2", "R2"),
        Exclusivity(
            "one place", ("president", "bargaining"), "seat", False, "Rehearsal rule 3", "R3"
        ),
    ),
    ex_officio=(
        ExOfficio("board", "Board member", ("president",), True, "", "Rehearsal rule 4", "R4"),
        ExOfficio("board", "Past President", (), False, "president", "Rehearsal rule 7", "R7"),
    ),
    succession=SuccessionRules(
        Clause("next highest", "Rehearsal rule 5", "R5"),
        Clause("recount", "Rehearsal rule 5", "R5"),
    ),
    uncontested=Clause(True, "Rehearsal rule 6", "R6"),
)


CONVENTION = ConventionRules(
    Clause(("president", "secretary", "delegates"), "Rehearsal rule 8", "R8"),
    Clause(True, "Rehearsal rule 9", "R9"),
)
PREVIOUS = (HeldBefore("president", "p9", "Yarrow, Yi"),)


@dataclass(frozen=True)
class Held:
    """A made-up election from the board to the certified results, ready to be published."""

    election: MadeUpElection
    board: Sequence[Entry]
    checkpoints: str
    opened: Opened
    register: Register
    results: Mapping[str, Json]
    paper: Sequence[SignedHeader] = ()

    @property
    def bundle(self) -> bytes:
        """election-bundle.zip as the registrar signs it."""
        return build_bundle(
            self.election.manifest,
            board=self.board,
            checkpoints=self.checkpoints,
            opened=self.opened,
            register=self.register,
            results=self.results,
            registrar_sk=self.election.registrar_sk,
            paper=self.paper,
        )


def cast_ballots(poll: Poll) -> list[Entry]:
    """BALLOTS, each cast by somebody."""
    return [poll.entry(group_id, each) for group_id in BALLOTS for each in BALLOTS[group_id]]


def key_paper(poll: Poll, random_bytes: Callable[[int], bytes], *, clerks: int = 2) -> Batch:
    """A batch of two paper ballots of group 2, sealed and signed by as many of its clerks."""
    manifest, officers = poll.election.manifest, poll.election.officers_sk
    header = Header(1, 2, 2, 1, tuple(sorted(manifest.officers)), "Olive Observer")
    ballots: list[Choices] = [{"delegates": [1, 2]}, {"delegates": []}]
    sealed = seal_batch(manifest, header, ballots, random_bytes)
    for clerk in officers[:clerks]:
        sealed = sealed.sign(manifest.hash, clerk)
    return sealed


def hold(
    election: MadeUpElection,
    entries: Sequence[Entry],
    *,
    dice: str = "",
    paper: Sequence[Batch] = (),
) -> Held:
    """Closes, opens, counts and certifies an election whose entries are these."""
    manifest = election.manifest
    board = board_of(*entries, *(each for batch in paper for each in batch.entries))
    keys = opening_keys(election.secret, manifest.election_id)
    opening = open_board(manifest, board, keys, attestations=[ATTESTED])
    opened = opening.answer(dice) if dice else opening.opened
    cast = entries_per_group(entries)
    issued = {each.group_id: cast[each.group_id] + 1 for each in manifest.groups}
    counts = {group_id: GroupRegister(ELIGIBLE, number) for group_id, number in issued.items()}
    register = Register(counts, bytes(32))
    checkpoints = join_notes(board_checkpoints(election, board, len(entries)))
    headers = [batch.signed for batch in paper]
    results = results_of(election, opened, register, cast, headers)
    return Held(election, board, checkpoints, opened, register, results, headers)


def board_checkpoints(election: MadeUpElection, board: Sequence[Entry], cast: int) -> list[str]:
    """What the box signs at the opening, at the close, and when paper has joined the board."""
    raws = [bytes(entry) for entry in board]
    notes = signed_checkpoints(election, tree_hash_of(raws[:cast]), cast)
    if cast < len(raws):
        notes += signed_checkpoints(election, tree_hash_of(raws), len(raws))[1:]
    return notes


def signed_checkpoints(election: MadeUpElection, root: bytes, size: int) -> list[str]:
    """What the box signs at the opening of voting and at the close."""
    origin = origin_of(election.manifest.election_id)
    states = Checkpoint(origin, 0, tree_hash([])), Checkpoint(origin, size, root)
    return [state.signed(election.box_sk) for state in states]


def results_of(
    election: MadeUpElection,
    opened: Opened,
    register: Register,
    cast: Mapping[int, int],
    paper: Sequence[SignedHeader] = (),
) -> dict[str, Json]:
    """results.json of what was opened, with one contest that nobody voted on."""
    headers = [each.header for each in paper]
    figures = [
        GroupFigures(
            group.group_id,
            eligible=register.groups[group.group_id].eligible,
            issued=register.groups[group.group_id].issued,
            paper=sum(
                each.count + each.spoiled for each in headers if each.group_id == group.group_id
            ),
            cast=cast[group.group_id],
            counted=len(group.plain),
            malformed=len(group.malformed),
            spoiled=sum(each.spoiled for each in headers if each.group_id == group.group_id),
        )
        for group in opened.groups
    ]
    filled = [each for group in opened.groups for each in _count(election, group)]
    filled.append(_filled("secretary", ("Gorse, Gil",), 1, None))
    return {
        "election": election.manifest.title,
        "purpose": election.manifest.purpose,
        "certified": {"by": ["Chair Clay", "Teller Tu"]},
        "reconciliation": reconcile(figures),
        "contests": [_told(each) for each in filled],
        "questions": [],
        **seated(filled, SEAT_RULES, {}, PREVIOUS),
        "board": {"seats": [], "run_offs": []},
        "convention": _convention(filled),
    }


def _convention(filled: Sequence[Filled]) -> dict[str, Json]:
    people = sorted({key for each in filled for key in each.people}, reverse=True)
    held = seat(filled, SEAT_RULES, {}, PREVIOUS).held
    return convention_of(held, filled, CONVENTION, people).as_json()


def _count(election: MadeUpElection, group: OpenedGroup) -> list[Filled]:
    manifest = election.manifest
    contests = manifest.contests_of(group.group_id)
    ballots = [choices_of(padded, contests, manifest.pad_len) for padded in group.plain]
    counts = [
        count_contest(
            contest.id,
            contest.candidates,
            seats=contest.seats,
            rule=rule_of(contest.id),
            lots=lots_of(contest.id).order,
            rankings=([number - 1 for number in ballot[contest.id]] for ballot in ballots),
            alphabet=lots_of(contest.id),
        )
        for contest in contests
    ]
    return [
        _filled(contest.id, contest.candidates, contest.seats, count)
        for contest, count in zip(contests, counts, strict=True)
    ]


def _filled(
    contest_id: str, names: Sequence[str], seats: int, count: ContestCount | None
) -> Filled:
    """A contest in a group of its own; a name is one person in every contest."""
    people = [f"p{NAMES.index(name) + 1 if name in NAMES else 0}" for name in names]
    return Filled(
        contest_id,
        title=contest_id.title(),
        group=contest_id,
        cite="Rehearsal rule 1",
        seats=seats,
        names=names,
        people=people,
        count=count,
    )


def _told(filled: Filled) -> dict[str, Json]:
    if filled.count is None:
        contest = declared_result(filled.id, filled.names, seats=filled.seats)
    else:
        contest = {**filled.count.as_json(), "second_count": "agrees"}
    return {**contest, **filled.as_json()}
