from app.core.secrecy.manifest import Manifest
from app.records.elections import Alphabet
from tests.registrar import Registrar, made_up_keys


def manifest_of(registrar: Registrar) -> Manifest:
    return Manifest.parse(registrar.http.get(registrar.at("manifest")).content)


def test_ballot_of_two_signatures_is_frozen_and_public(registrar: Registrar) -> None:
    digest = registrar.with_candidates().freeze()
    manifest = manifest_of(registrar)
    assert manifest.hash.hex() == digest
    assert [contest.id for contest in manifest.contests] == ["president", "delegates"]
    assert [group.contests for group in manifest.groups] == [("president", "delegates")]
    assert [group.eligible for group in manifest.groups] == [8]


def test_candidates_stand_in_the_order_of_the_alphabet(registrar: Registrar) -> None:
    registrar.with_candidates().freeze()
    by_id = {contest.id: contest.candidates for contest in manifest_of(registrar).contests}
    assert by_id["president"] == ("Garza, Ana", "Garcia, Luis")
    assert by_id["delegates"] == ("O'Brien, Pat", "Смирнова, Olga", "Lopez, Ines")


def test_contest_without_more_candidates_than_seats_is_declared(registrar: Registrar) -> None:
    contests = registrar.with_candidates().prepare().json()["contests"]
    by_id = {contest["id"]: contest for contest in contests}
    assert by_id["director-multnomah"]["group_id"] is None
    assert [each["name"] for each in by_id["director-multnomah"]["candidates"]] == ["Garza, Ana"]


def test_ballot_without_an_alphabet_is_refused_with_its_rule(registrar: Registrar) -> None:
    registrar.with_candidates()
    with registrar.database.writing() as session:
        session.delete(session.get_one(Alphabet, registrar.election))
    answer = registrar.prepare()
    assert answer.status_code == 422
    assert "Local 99 Bylaws Art. III s.10" in answer.json()["detail"]


def test_ballot_before_nominations_close_is_out_of_turn(registrar: Registrar) -> None:
    answer = registrar.post("ballot", made_up_keys(registrar.election), registrar.chair)
    assert answer.status_code == 409


def test_countersignature_of_the_chair_alone_is_refused(registrar: Registrar) -> None:
    digest = registrar.with_candidates().prepare().json()["digest"]
    registrar.post("ballot/approval", {"digest": digest}, registrar.chair)
    again = registrar.post("ballot/countersignature", {"digest": digest}, registrar.chair)
    assert again.status_code == 409
    assert registrar.http.get(registrar.at("manifest")).status_code == 404


def test_countersignature_before_the_chair_is_out_of_turn(registrar: Registrar) -> None:
    digest = registrar.with_candidates().prepare().json()["digest"]
    answer = registrar.post("ballot/countersignature", {"digest": digest}, registrar.second)
    assert answer.json()["detail"] == "The Chair approves the ballot first."


def test_key_of_an_earlier_manifest_cannot_stand_in_another(registrar: Registrar) -> None:
    keys = made_up_keys(registrar.election)
    registrar.with_candidates().freeze(keys)
    other = Registrar.__new__(Registrar)
    other.__dict__.update(registrar.__dict__)
    other.set_up().with_candidates()
    digest = other.prepare(keys).json()["digest"]
    other.post("ballot/approval", {"digest": digest}, other.chair)
    answer = other.post("ballot/countersignature", {"digest": digest}, other.second)
    assert answer.status_code == 409
    assert "stood in another manifest" in answer.json()["detail"]
    assert other.http.get(other.at("manifest")).status_code == 404


def test_rule_adopted_after_the_freeze_is_out_of_turn(registrar: Registrar) -> None:
    registrar.with_candidates().freeze()
    answer = registrar.http.put(
        registrar.at("contests/president/counting-rule"),
        json={"rule": {"rule": "irv"}},
        headers=registrar.chair,
    )
    assert answer.status_code == 409


def test_ranking_limit_below_the_bylaws_is_refused_with_its_rule(registrar: Registrar) -> None:
    for number in ("1001", "1002", "1004", "1005", "1008"):
        registrar.stand(number, "president")
    registrar.http.put(
        registrar.at("contests/president/counting-rule"),
        json={"rule": {"rule": "irv"}, "ranking_limit": 4},
        headers=registrar.chair,
    )
    answer = registrar.prepare()
    assert answer.status_code == 422
    assert "Local 99 Bylaws Art. III s.7" in answer.json()["detail"]


def test_ballot_drawn_up_anew_is_approved_and_frozen_in_place_of_the_one_before(
    registrar: Registrar,
) -> None:
    first = registrar.with_candidates().prepare().json()["digest"]
    assert registrar.post("ballot/approval", {"digest": first}, registrar.chair).status_code == 200
    second = registrar.prepare().json()["digest"]
    early = registrar.post("ballot/countersignature", {"digest": second}, registrar.second)
    assert early.status_code == 409
    assert "The Chair approves the ballot first." in early.json()["detail"]
    for path, by in (("approval", registrar.chair), ("countersignature", registrar.second)):
        assert registrar.post(f"ballot/{path}", {"digest": second}, by).status_code == 200
    assert registrar.prepare().status_code == 409
