import pytest

from app.core.counting import Profile, tabulate
from app.core.faults import BadInput
from app.core.questions import counting_rule, question_named, rule_on_effect
from app.core.rules import LocalRules
from app.profiles import load

LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")


def carried(
    rules: LocalRules,
    name: str,
    yes: int,
    no: int,
    *,
    eligible: int = 1000,
    present: int | None = None,
    abstain: int = 0,
) -> bool:
    rule = counting_rule(question_named(rules, name), eligible=eligible, present=present)
    profile = Profile.from_rankings(3, [[0]] * yes + [[1]] * no + [[2]] * abstain)
    found = tabulate(profile, rule, seats=1, lots=(0, 1, 2))
    assert found.verdict is not None
    return found.verdict.carried


# The figures stand on either side of what carries the question.
@pytest.mark.parametrize(
    ("rules", "name", "row", "passes", "fails"),
    [
        (LOCAL_99, "removal", "H24", (20, 5, 30), (19, 5, 30)),
        (LOCAL_99, "executive-committee-removal-call", "H24", (4, 2, 6), (3, 2, 5)),
        (LOCAL_99, "resolution", "H25", (11, 10, 40), (10, 10, 40)),
        (LOCAL_99, "finance-committee", "H25", (11, 10, 40), (10, 11, 40)),
        (LOCAL_99, "amendment", "H25", (20, 10, 40), (19, 10, 40)),
        (LOCAL_509, "dues", "M24", (51, 50, 120), (50, 50, 120)),
        (LOCAL_509, "dues", "M24", (50, 49, 100), (50, 49, 99)),
        (LOCAL_509, "work-action", "M24", (26, 25, 51), (26, 23, 49)),
        (LOCAL_509, "strike", "M25", (151, 150, None), (200, 99, None)),
        (LOCAL_509, "amendment", "M26", (200, 100, None), (199, 100, None)),
        (LOCAL_509, "affiliation", "M27", (51, 50, None), (50, 50, None)),
        (LOCAL_509, "cope-chair", "M29", (3, 2, 5), (3, 1, 4)),
        (LOCAL_509, "committee-chair", "M29", (3, 1, 4), (3, 0, 3)),
    ],
)
def test_question_is_carried_by_the_bylaws_own_measure(
    rules: LocalRules,
    name: str,
    row: str,
    passes: tuple[int, int, int | None],
    fails: tuple[int, int, int | None],
) -> None:
    assert question_named(rules, name).rule == row
    for (yes, no, present), outcome in [(passes, True), (fails, False)]:
        assert carried(rules, name, yes, no, present=present) is outcome


def test_m26_abstentions_do_not_weigh_on_an_amendment() -> None:
    assert carried(LOCAL_509, "amendment", 200, 100, abstain=300)
    assert not carried(LOCAL_99, "amendment", 20, 10, abstain=1, present=40)


def test_vote_in_a_meeting_needs_the_number_present() -> None:
    with pytest.raises(BadInput, match="say how many are present"):
        counting_rule(question_named(LOCAL_509, "dues"), eligible=1000)
    with pytest.raises(BadInput, match="no question 'picnic'; it has: removal"):
        question_named(LOCAL_99, "picnic")


def test_m26_amendment_takes_effect_when_the_international_approves() -> None:
    amendment = question_named(LOCAL_509, "amendment")
    assert amendment.arguments
    assert rule_on_effect(amendment, carried=True, approved=True).granted
    assert not rule_on_effect(amendment, carried=True, approved=False).granted
    assert not rule_on_effect(amendment, carried=False, approved=True).granted
    assert rule_on_effect(question_named(LOCAL_99, "amendment"), carried=True, approved=False)
