from dataclasses import replace

import pytest

from app.core.petitions import Match, Outcome, Signer, match_signers, rule_on_petition
from app.core.roll import Member
from app.profiles import load

MEMBERS = {
    row.member_number: row
    for row in (
        Member("1", first_name="José", middle_name="Luis", last_name="Núñez", suffix="Jr."),
        Member("2", first_name="Ana", last_name="Garcia Lopez"),
        Member("3", first_name="Ana", last_name="Lopez"),
        Member("4", first_name="Bo", last_name="Li"),
    )
}
ELIGIBLE = {"1", "2", "3"}
REMOVAL = load("homecare_local_99").petitions[0]
AMENDMENT = load("local_509").petitions[0]


def match(number: str, name: str, **confirmed: str) -> Match:
    lines = {int(line.removeprefix("line")): member for line, member in confirmed.items()}
    (found,) = match_signers([Signer(7, number, name)], MEMBERS, ELIGIBLE, lines)
    return found


@pytest.mark.parametrize(
    ("number", "name", "outcome"),
    [
        ("1", "Jose Nunez", Outcome.VALID),
        ("1", "NÚÑEZ, José Luis Jr", Outcome.VALID),
        ("2", "Ana Garcia-Lopez", Outcome.VALID),
        ("4", "Bo Li", Outcome.NOT_ELIGIBLE),
        ("9", "Cy Unknown", Outcome.UNKNOWN),
        ("", "Li", Outcome.UNKNOWN),
    ],
)
def test_signature_is_matched_by_number_and_name_together(
    number: str, name: str, outcome: Outcome
) -> None:
    assert match(number, name).outcome is outcome


@pytest.mark.parametrize(
    ("number", "name", "near"),
    [
        ("3", "Ana Garcia Lopez", ("2", "3")),
        ("", "Bo Li", ("4",)),
        ("9", "Ana Lopez", ("2", "3")),
        ("1", "Cy Unknown", ("1",)),
    ],
)
def test_near_miss_is_shown_and_not_guessed(number: str, name: str, near: tuple[str, ...]) -> None:
    found = match(number, name)
    assert (found.outcome, found.member, found.near) == (Outcome.NEAR, None, near)


def test_person_confirms_whose_signature_it_is() -> None:
    assert match("9", "Ana Lopez", line7="3").member == "3"
    assert match("9", "Ana Lopez", line8="3").member is None


def test_member_who_signs_twice_counts_once() -> None:
    twice = [Signer(1, "3", "Ana Lopez"), Signer(2, "3", "Ana Lopez")]
    found = match_signers(twice, MEMBERS, ELIGIBLE, {})
    assert [row.outcome for row in found] == [Outcome.VALID, Outcome.REPEATED]


# H24: ten percent of those eligible to vote; M26: fifty members.
@pytest.mark.parametrize(
    ("petition", "valid", "eligible", "enough"),
    [
        (REMOVAL, 3, 30, True),
        (REMOVAL, 3, 31, False),
        (REMOVAL, 4, 31, True),
        (AMENDMENT, 50, 23_000, True),
        (AMENDMENT, 49, 23_000, False),
    ],
)
def test_petition_needs_its_number_of_valid_signatures(
    petition: object, valid: int, eligible: int, enough: bool
) -> None:
    signature = Match(Signer(1, "1", ""), Outcome.VALID, "1")
    others = [replace(signature, outcome=outcome) for outcome in Outcome if outcome != "valid"]
    row = REMOVAL if petition is REMOVAL else AMENDMENT
    ruling = rule_on_petition(row, [*[signature] * valid, *others], eligible)
    assert ruling.granted is enough
    assert ruling.findings[0].facts["valid"] == valid
