from typing import Any

import pytest

from tests.chapters import Chapters
from tests.databases import Databases
from tests.registrar import Registrar
from tests.web.browser import signed_in
from tests.web.test_floor import jobs, listed, unmet

WAIVER = {
    "unit": "dcf",
    "granted_by": "the International",
    "granted_on": "2028-10-01",
    "document": "letter of October 1, 2028",
}
PLANTED = "An offence of 1999 in another state"


def ruled_again(chapters: Chapters, nomination: int) -> Any:
    return chapters.post(f"nominations/{nomination}/ruling", {}, chapters.chair)


def bar(chapters: Chapters, number: str, method: str = "PUT", **form: Any) -> Any:
    path = chapters.at(f"bars/{number}")
    return chapters.http.request(method, path, json=form or None, headers=chapters.chair)


def test_waiver_entered_after_the_ruling_counts_when_it_is_ruled_again(chapters: Chapters) -> None:
    moved = chapters.move("2008", "dcf-president", mover="2009", seconder="2008").json()
    assert unmet(moved["ruling"]) == ["M2"]
    assert ruled_again(chapters, moved["id"]).json()["granted"] is False
    told = len(jobs(chapters, "nominated"))
    assert chapters.post("waivers", WAIVER, chapters.chair).status_code == 201
    assert ruled_again(chapters, moved["id"]).json()["granted"] is True
    assert len(jobs(chapters, "nominated")) == told + 1
    assert chapters.answer("2008", moved["id"], attested=True).json()["accepted"] is True


def test_candidate_found_barred_falls_and_stands_again_when_it_is_taken_back(
    chapters: Chapters,
) -> None:
    nomination = chapters.move("2003", "treasurer").json()["id"]
    declined = chapters.move("2003", "dta-president").json()["id"]
    chapters.answer("2003", nomination)
    chapters.answer("2003", declined, accept=False)
    chapters.after_the_deadline()
    assert bar(chapters, "2003", reason=PLANTED).status_code == 204
    fallen = listed(chapters)["treasurer"]
    assert (fallen["granted"], fallen["accepted"]) == (False, None)
    assert unmet(fallen["ruling"]) == ["M6"]
    (refused,) = (each for each in fallen["ruling"]["findings"] if not each["met"])
    assert refused["cite"] == "Local 509 Constitution Art. V s.8; 29 USC 504"
    assert chapters.http.get(chapters.at("candidates")).json() == []
    assert bar(chapters, "2003", reason="again").status_code == 409
    assert bar(chapters, "2003", "DELETE").status_code == 204
    stands = listed(chapters)
    assert stands["treasurer"]["accepted"] is True
    assert stands["dta-president"]["accepted"] is False
    assert bar(chapters, "2003", "DELETE").status_code == 404


def test_barred_member_is_refused_from_the_first_and_may_still_vote(chapters: Chapters) -> None:
    assert bar(chapters, "2003", reason=PLANTED).status_code == 204
    moved = chapters.move("2003", "treasurer").json()
    assert unmet(moved["ruling"]) == ["M6"]
    mine = chapters.http.get("/api/v1/my/vote", headers=chapters.member("2003")).json()
    assert "barred" not in str(mine)


def test_reason_of_the_finding_is_in_no_ruling_log_or_clear_text(
    chapters: Chapters, databases: Databases
) -> None:
    chapters.move("2003", "treasurer")
    assert bar(chapters, "2003", reason=PLANTED).status_code == 204
    url = chapters.settings.database_url
    assert b"bar_found" in databases.content(url)  # the control: the search does find
    for held in (databases.content(url), databases.dump(url)):
        assert PLANTED.encode() not in held
        assert PLANTED.encode().hex().encode() not in held
    assert PLANTED not in str(jobs(chapters, "nominated"))


def test_finding_is_entered_and_taken_back_by_page(chapters: Chapters) -> None:
    nomination = chapters.move("2003", "treasurer").json()["id"]
    chair, at = signed_in(chapters), f"/elections/{chapters.election}/nominations/{nomination}"
    assert "Enter the finding" in chair.get(at).text
    empty = chair.post(f"{at}/bar", {"reason": " "})
    assert empty.status_code == 422
    assert "Give the reason of the finding; it is kept in confidence." in empty.text
    assert chair.post(f"{at}/bar", {"reason": PLANTED}).status_code == 303
    page = chair.get(at).text
    assert "<bdi>Ann Costa</bdi> may not stand" in page
    assert PLANTED in page
    assert chair.post(f"{at}/bar-lifted", {}).status_code == 303
    assert PLANTED not in chair.get(at).text
    assert chair.post(f"{at}/ruling", {}).status_code == 303
    assert "<bdi>Ann Costa</bdi> may stand" in chair.get(at).text


def test_nothing_is_ruled_again_once_the_ballot_is_frozen(registrar: Any) -> None:
    registrar.with_candidates()
    nomination = registrar.http.get(registrar.at("nominations"), headers=registrar.chair).json()[0][
        "id"
    ]
    registrar.freeze()
    again = registrar.post(f"nominations/{nomination}/ruling", {}, registrar.chair)
    assert again.status_code == 409
    barred = registrar.http.put(
        registrar.at("bars/1001"), json={"reason": PLANTED}, headers=registrar.chair
    )
    assert barred.status_code == 409
    assert "The ballot is frozen" in barred.json()["detail"]


@pytest.mark.parametrize("approved", [False, True])
@pytest.mark.parametrize("barred_first", [False, True])
def test_ballot_drawn_up_before_a_bar_or_its_end_is_not_frozen(
    registrar: Registrar, approved: bool, barred_first: bool
) -> None:
    registrar.with_candidates()
    path, reason = registrar.at("bars/1002"), {"reason": PLANTED}
    changes = [("PUT", reason), ("DELETE", None)]
    if barred_first:
        registrar.http.put(path, json=reason, headers=registrar.chair)
        changes.reverse()
    digest = {"digest": registrar.prepare().json()["digest"]}
    if approved:
        assert registrar.post("ballot/approval", digest, registrar.chair).status_code == 200
    method, form = changes[0]
    changed = registrar.http.request(method, path, json=form, headers=registrar.chair)
    assert changed.status_code == 204
    act, by = ("countersignature", registrar.second) if approved else ("approval", registrar.chair)
    stale = registrar.post(f"ballot/{act}", digest, by)
    assert stale.status_code == 409
    assert "A candidate, rule or question was changed since" in stale.json()["detail"]
    registrar.freeze()
