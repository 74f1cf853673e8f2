import pytest

from app.core.roles import (
    RIGHTS,
    Right,
    Role,
    has_right,
    rule_on_appointment,
    rule_on_committee,
    signers_needed,
)
from app.profiles import load

RULES = load("homecare_local_99")


def test_every_role_stands_in_the_table_and_every_right_belongs_to_some_role() -> None:
    assert set(RIGHTS) == set(Role)
    assert set(Right) == {right for rights in RIGHTS.values() for right in rights}


def test_only_the_chair_approves_the_ballot() -> None:
    assert [role for role in Role if has_right(role, Right.APPROVE_BALLOT)] == [Role.CHAIR]


@pytest.mark.parametrize("right", [Right.CERTIFY, Right.RULE, Right.COUNTERSIGN_BALLOT])
def test_staff_members_and_observers_do_not_act_for_the_committee(right: Right) -> None:
    assert {role for role in Role if has_right(role, right)} == {Role.CHAIR, Role.COMMITTEE}


def test_candidate_may_not_join_the_committee() -> None:
    assert rule_on_appointment([], RULES).granted
    refused = rule_on_appointment(["President"], RULES)
    assert not refused.granted
    assert refused.findings[0].rule == "H3"


def test_election_leaves_set_up_with_three_committee_members() -> None:
    assert rule_on_committee(3, RULES).granted
    assert not rule_on_committee(2, RULES).granted


# Decision 0002: a majority, never fewer than two.
@pytest.mark.parametrize(("size", "signers"), [(3, 2), (4, 3), (5, 3), (2, 2)])
def test_majority_of_the_committee_signs(size: int, signers: int) -> None:
    assert signers_needed(size, RULES) == signers
