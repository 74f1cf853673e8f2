from tests.registrar import Registrar


def appointment(registrar: Registrar, number: str, role: str = "committee") -> dict[str, str]:
    email = f"new-{number}@example.org"
    registrar.http.post(
        "/api/v1/staff", json={"name": "New", "email": email}, headers=registrar.admin
    )
    return {
        "email": email,
        "role": role,
        "member_number": number,
        "appointed_by": "the President",
        "appointed_on": "2028-01-20",
    }


def test_candidate_appointed_to_the_committee_is_refused_with_the_clause(
    registrar: Registrar,
) -> None:
    registrar.stand("1001", "president")
    form = appointment(registrar, "1001")
    answer = registrar.post("appointments", form, registrar.admin)
    assert answer.status_code == 403
    assert "Local 99 Bylaws Art. III s.2(b)" in answer.json()["detail"]
    assert registrar.post("appointments", {**form, "role": "observer"}, registrar.admin).is_success


def test_member_who_was_only_nominated_may_join_the_committee(registrar: Registrar) -> None:
    registrar.nominate("1001", "president")
    form = appointment(registrar, "1001")
    assert registrar.post("appointments", form, registrar.admin).status_code == 201


def test_role_that_nobody_is_appointed_to_is_refused(registrar: Registrar) -> None:
    form = appointment(registrar, "1001", role="member")
    answer = registrar.post("appointments", form, registrar.admin)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("body.role: Input should be 'chair'")


def test_nomination_with_a_committee_of_two_is_out_of_turn(registrar: Registrar) -> None:
    answer = registrar.without_third_committee_member().nominate("1001", "president")
    assert answer.status_code == 409
    assert "Local 99 Bylaws Art. III s.2" in answer.json()["detail"]
