from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling


class Role(StrEnum):
    """What a person was appointed to in one election.

    Members need none: each has a page of one's own, and whether they may vote, nominate or stand is
    a ruling on the facts.
    """

    CHAIR = "chair"
    COMMITTEE = "committee"
    STAFF = "staff"
    OBSERVER = "observer"


ON_COMMITTEE = (Role.CHAIR, Role.COMMITTEE)


class Right(StrEnum):
    """An act that a role may do."""

    SET_UP = "set up"
    SEE_ROLL = "see roll"
    IMPORT_ROLL = "import roll"
    ASSIGN_DISTRICT = "assign district"
    ENTER_NOMINATION = "enter nomination"
    RULE = "rule"
    PREPARE_BALLOT = "prepare ballot"
    APPROVE_BALLOT = "approve ballot"
    COUNTERSIGN_BALLOT = "countersign ballot"
    SEND_NOTICES = "send notices"
    CHALLENGE = "challenge"
    OPEN_VOTING = "open voting"
    CLOSE_VOTING = "close voting"
    ACCEPT_OPENING = "accept opening"
    COUNT = "count"
    CERTIFY = "certify"
    SEE_RECORDS = "see records"
    OBSERVE = "observe"


_STAFF = frozenset(
    {
        Right.SET_UP,
        Right.SEE_ROLL,
        Right.IMPORT_ROLL,
        Right.ENTER_NOMINATION,
        Right.PREPARE_BALLOT,
        Right.SEND_NOTICES,
        Right.OBSERVE,
    }
)
_COMMITTEE = _STAFF | {
    Right.ASSIGN_DISTRICT,
    Right.RULE,
    Right.COUNTERSIGN_BALLOT,
    Right.CHALLENGE,
    Right.OPEN_VOTING,
    Right.CLOSE_VOTING,
    Right.ACCEPT_OPENING,
    Right.COUNT,
    Right.CERTIFY,
    Right.SEE_RECORDS,
}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.CHAIR: _COMMITTEE | {Right.APPROVE_BALLOT},
        Role.COMMITTEE: _COMMITTEE,
        Role.STAFF: _STAFF,
        Role.OBSERVER: frozenset({Right.OBSERVE}),
    }
)


def has_right(role: Role, right: Right) -> bool:
    """Whether a role may do an act; what the table does not grant is denied."""
    return right in RIGHTS.get(role, frozenset())


def rule_on_appointment(candidate_in: Sequence[str], rules: LocalRules) -> Ruling:
    """Whether someone may join the committee; `candidate_in` are the contests they stand in."""
    clause = rules.committee.candidates_barred
    met = not (clause.value and candidate_in)
    says = "This person is no candidate."
    if candidate_in:
        contests = ", ".join(candidate_in)
        says = f"This person stands for {contests}; no candidate may join the committee."
    facts = {"candidate_in": list(candidate_in)}
    return Ruling((Finding(clause.rule, met, clause.cite, says, facts),))


def rule_on_committee(size: int, rules: LocalRules) -> Ruling:
    """Whether the committee is large enough for the election to leave set-up."""
    clause = rules.committee.least
    says = f"The committee has {size} members; at least {clause.value} are needed."
    facts = {"size": size, "least": clause.value}
    return Ruling((Finding(clause.rule, size >= clause.value, clause.cite, says, facts),))


def signers_needed(size: int, rules: LocalRules) -> int:
    """How many of a committee of `size` sign the certificate."""
    majority = size // 2 + 1 if rules.committee.signers_majority.value else 1
    return max(majority, rules.committee.signers_at_least.value)
