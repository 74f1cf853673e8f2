from datetime import timedelta

from tests.registrar import COMMITTEE, Registrar


def unmet(ruling: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(each["rule"], each["cite"]) for each in ruling["findings"] if not each["met"]]


def test_nomination_of_an_eligible_member_is_granted(registrar: Registrar) -> None:
    answer = registrar.nominate("1001", "president")
    assert answer.status_code == 201
    assert answer.json()["granted"]
    assert all(finding["cite"] for finding in answer.json()["ruling"]["findings"])


def test_nomination_that_a_rule_refuses_is_stored_with_its_finding(registrar: Registrar) -> None:
    answer = registrar.nominate("1006", "president")
    assert answer.status_code == 201
    assert not answer.json()["granted"]
    assert unmet(answer.json()["ruling"]) == [("H1", "Local 99 Bylaws Art. II")]
    listed = registrar.http.get(registrar.at("nominations"), headers=registrar.chair).json()
    assert [each["granted"] for each in listed] == [False]


def test_nomination_from_another_county_cites_the_county_rule(registrar: Registrar) -> None:
    ruling = registrar.nominate("1004", "director-benton").json()["ruling"]
    assert [rule for rule, _ in unmet(ruling)] == ["H15"]


def test_nomination_from_another_district_cites_the_district_rule(registrar: Registrar) -> None:
    ruling = registrar.nominate("1001", "director-lane").json()["ruling"]
    assert [rule for rule, _ in unmet(ruling)] == ["H7"]


def test_nomination_of_a_committee_member_cites_the_committee_rule(registrar: Registrar) -> None:
    ruling = registrar.nominate(COMMITTEE[0], "president").json()["ruling"]
    assert [rule for rule, _ in unmet(ruling)] == ["H3"]


def test_nomination_for_chief_steward_of_no_steward_cites_the_steward_rule(
    registrar: Registrar,
) -> None:
    ruling = registrar.nominate("1001", "chief-steward-homecare").json()["ruling"]
    assert [rule for rule, _ in unmet(ruling)] == ["H18"]
    assert registrar.nominate("1002", "chief-steward-homecare").json()["granted"]


def test_nomination_twice_for_one_contest_is_refused(registrar: Registrar) -> None:
    registrar.nominate("1001", "president")
    again = registrar.nominate("1001", "president")
    assert again.status_code == 409
    assert again.json()["detail"] == "This member is nominated for President already."


def test_nomination_after_the_close_is_out_of_turn(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_close"])
    answer = registrar.nominate("1001", "president")
    assert answer.status_code == 409
    assert answer.json()["detail"] == "Nominations have closed."


def test_nomination_a_moment_before_the_close_is_taken(registrar: Registrar) -> None:
    registrar.move_to(registrar.dates["nominations_close"] - timedelta(seconds=5))
    assert registrar.nominate("1001", "president").status_code == 201


def test_acceptance_of_a_second_statewide_office_is_refused_and_stored(
    registrar: Registrar,
) -> None:
    assert registrar.stand("1001", "president").json()["accepted"] is True
    second = registrar.stand("1001", "vice-president").json()
    assert second["accepted"] is None
    assert [rule for rule, _ in unmet(second["acceptance_ruling"])] == ["H12"]


def test_acceptance_of_a_directorship_besides_a_statewide_office_is_granted(
    registrar: Registrar,
) -> None:
    registrar.stand("1001", "president")
    assert registrar.stand("1001", "director-multnomah").json()["accepted"] is True


def test_acceptance_of_another_members_nomination_is_refused(registrar: Registrar) -> None:
    nomination = registrar.nominate("1001", "president").json()["id"]
    answer = registrar.http.post(
        f"/api/v1/my/nominations/{nomination}/answer",
        json={"accept": True},
        headers=registrar.member("1002"),
    )
    assert answer.status_code == 403
