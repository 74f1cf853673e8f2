from collections.abc import Iterable
from dataclasses import asdict, dataclass

from app.core.secrecy.encoding import Json, Malformed, canonical
from app.core.secrecy.encoding import to_base64url as b64
from app.core.secrecy.fields import Fields

DIGEST = 32
QUESTION = "question"
LARGEST_GROUP_ID = 2**16 - 1
PAD_STEP = 256
LARGEST_COUNT = 10_000_000


@dataclass(frozen=True, slots=True)
class BallotQuestion:
    """What a contest asks, where it is a question and its candidates are the answers.

    `of` names the question, whose contests several units may decide; texts are plain, and
    those of arguments, notice and approval (by whom, for it to take effect) may be "".
    """

    of: str
    title: str
    text: str
    arguments_for: str
    arguments_against: str
    measure: str
    notice: str
    approval: str
    cite: str

    @classmethod
    def read(cls, value: Json, place: str) -> "BallotQuestion":
        """The question at `place` of a manifest."""
        of = Fields(value, place, *cls.__slots__)
        return cls(
            of=of.text("of"),
            title=of.text("title"),
            text=of.text("text"),
            arguments_for=of.words("arguments_for"),
            arguments_against=of.words("arguments_against"),
            measure=of.text("measure"),
            notice=of.words("notice"),
            approval=of.words("approval"),
            cite=of.text("cite"),
        )


@dataclass(frozen=True, slots=True)
class BallotContest:
    """A contest as the ballot has it; candidates are numbered from 1 in this order.

    `limit` is the most numbers one ballot may give, `ranked` whether their order counts;
    `counting_rule` and `lot_order` are SHA-256 digests. A manifest writes `question` only where
    there is one.
    """

    id: str
    title: str
    seats: int
    limit: int
    ranked: bool
    candidates: tuple[str, ...]
    counting_rule: bytes
    lot_order: bytes
    question: BallotQuestion | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= len(self.candidates):
            raise Malformed(f"contest {self.id}: the limit must be 1 to the number of candidates")

    def as_json(self) -> dict[str, Json]:
        """The contest as the manifest writes it."""
        written: dict[str, Json] = {
            "id": self.id,
            "title": self.title,
            "seats": self.seats,
            "limit": self.limit,
            "ranked": self.ranked,
            "candidates": self.candidates,
            "counting_rule": b64(self.counting_rule),
            "lot_order": b64(self.lot_order),
        }
        return written if self.question is None else {**written, QUESTION: asdict(self.question)}

    @classmethod
    def read(cls, value: Json, place: str) -> "BallotContest":
        """The contest at `place` of a manifest."""
        asks = isinstance(value, dict) and QUESTION in value
        names = [name for name in cls.__slots__ if asks or name != QUESTION]
        of = Fields(value, place, *names)
        return cls(
            id=of.text("id"),
            title=of.text("title"),
            seats=of.number("seats", 1, LARGEST_COUNT),
            limit=of.number("limit", 1, LARGEST_COUNT),
            ranked=of.flag("ranked"),
            candidates=of.texts("candidates"),
            counting_rule=of.binary("counting_rule", DIGEST),
            lot_order=of.binary("lot_order", DIGEST),
            question=BallotQuestion.read(of.member(QUESTION), f"{place}, question")
            if asks
            else None,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """The contests that share one electorate, with its issuer key and count of members."""

    group_id: int
    contests: tuple[str, ...]
    issuer_spki: bytes
    eligible: int

    def as_json(self) -> dict[str, Json]:
        """The group as the manifest writes it."""
        return {
            "group_id": self.group_id,
            "contests": self.contests,
            "issuer_spki": b64(self.issuer_spki),
            "eligible": self.eligible,
        }

    @classmethod
    def read(cls, value: Json, place: str) -> "Group":
        """The group at `place` of a manifest."""
        of = Fields(value, place, *cls.__slots__)
        return cls(
            group_id=of.number("group_id", 1, LARGEST_GROUP_ID),
            contests=of.texts("contests"),
            issuer_spki=of.binary("issuer_spki"),
            eligible=of.number("eligible", 0, LARGEST_COUNT),
        )


def least_pad_len(contests: Iterable[BallotContest], groups: Iterable[Group]) -> int:
    """The least multiple of 256 that holds the longest valid payload of any group."""
    longest = {
        contest.id: list(
            range(len(contest.candidates) + 1 - contest.limit, len(contest.candidates) + 1)
        )
        for contest in contests
    }
    lengths = (len(canonical({each: longest[each] for each in group.contests})) for group in groups)
    return -(-(2 + max(lengths, default=0)) // PAD_STEP) * PAD_STEP
