from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.faults import BadInput
from app.core.question_rules import PetitionRule
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling
from app.core.units import slug

NEAR_SHOWN = 5


class Outcome(StrEnum):
    """What became of one signature."""

    VALID = "valid"
    NOT_ELIGIBLE = "not eligible"
    REPEATED = "repeated"
    NEAR = "near"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of a petition as it was written."""

    line: int
    member_number: str
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """A signature and the member it belongs to; `near` are members whom a person may recognize."""

    signer: Signer
    outcome: Outcome
    member: str | None = None
    near: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The match as `tellers petition --json` lists it."""
        return {
            "line": self.signer.line,
            "outcome": self.outcome.value,
            "member": self.member,
            "near": list(self.near),
        }


def petition_named(rules: LocalRules, name: str) -> PetitionRule:
    """The petition of that id."""
    for row in rules.petitions:
        if row.id == name:
            return row
    known = ", ".join(row.id for row in rules.petitions) or "none"
    raise BadInput(f"{rules.name} has no petition {name!r}; it has: {known}.")


def match_signers(
    signers: Sequence[Signer],
    members: Mapping[str, Member],
    eligible: Collection[str],
    confirmed: Mapping[int, str | None],
) -> tuple[Match, ...]:
    """Each signature matched to the roll by number and name together; nothing is guessed.

    A number with another name, or a name without its number, is a near miss until a person says
    whose it is: `confirmed` gives the member's number by line, or None for no member's.
    """
    words = _index(members.values())
    counted: set[str] = set()
    matches = []
    for signer in signers:
        looked_at = signer.line in confirmed
        number = confirmed[signer.line] if looked_at else _certain(signer, members)
        if number is None or number not in members:
            near = () if looked_at else _near(signer, members, words)
            outcome = Outcome.NEAR if near else Outcome.UNKNOWN
            matches.append(Match(signer, outcome, None, near))
            continue
        outcome = Outcome.VALID if number in eligible else Outcome.NOT_ELIGIBLE
        if number in counted:
            outcome = Outcome.REPEATED
        counted.add(number)
        matches.append(Match(signer, outcome, number))
    return tuple(matches)


def rule_on_petition(
    petition: PetitionRule,
    matches: Iterable[Match],
    eligible: int,
    *,
    submitted: date | None = None,
    due: date | None = None,
) -> Ruling:
    """Whether enough eligible members signed, and by the last day where there is one.

    A share is rounded up to whole members.
    """
    valid = sum(match.outcome is Outcome.VALID for match in matches)
    if petition.share is not None:
        part, whole = petition.share
        needed = -(-eligible * part // whole)
    else:
        needed = petition.signers or 0
    says = f"{valid} valid signatures were counted; {needed} are needed."
    facts = {"valid": valid, "needed": needed, "eligible": eligible}
    enough = Finding(petition.rule, valid >= needed, petition.cite, says, facts)
    if submitted is None or due is None:
        return Ruling((enough,))
    says = f"It was submitted on {submitted}; the last day was {due}."
    days = {"submitted": submitted.isoformat(), "due": due.isoformat()}
    return Ruling((enough, Finding(petition.rule, submitted <= due, petition.cite, says, days)))


def _certain(signer: Signer, members: Mapping[str, Member]) -> str | None:
    member = members.get(signer.member_number)
    return member.member_number if member and _written(signer) in _ways(member) else None


def _written(signer: Signer) -> frozenset[str]:
    return frozenset(slug(signer.name).split("-"))


def _ways(member: Member) -> tuple[frozenset[str], ...]:
    """The words of a member's name with and without the middle name and suffix."""
    first, last = slug(member.first_name), slug(member.last_name)
    short = frozenset(f"{first}-{last}".split("-"))
    middle, suffix = set(slug(member.middle_name).split("-")), set(slug(member.suffix).split("-"))
    return tuple(short | (extra - {""}) for extra in (set(), middle, suffix, middle | suffix))


def _index(members: Iterable[Member]) -> Mapping[str, set[str]]:
    index: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for word in slug(f"{member.first_name} {member.last_name}").split("-"):
            index[word].add(member.member_number)
    return index


def _near(
    signer: Signer, members: Mapping[str, Member], words: Mapping[str, set[str]]
) -> tuple[str, ...]:
    """Members with the number written, or with two words of the name."""
    found = {signer.member_number} & set(members)
    shared: dict[str, int] = defaultdict(int)
    for word in _written(signer):
        for number in words.get(word, ()):
            shared[number] += 1
    found |= {number for number, times in shared.items() if times > 1}
    return tuple(sorted(found)[:NEAR_SHOWN])
