from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from rehearsal.made_up import OPENS, MadeUpElection

from app.core.secrecy.amendments import Amendment, Amendments, Terms, draft, times
from app.core.secrecy.encoding import Json, Malformed, to_base64url

LATER = times(OPENS + timedelta(hours=2), OPENS + timedelta(hours=3))
REASON = "The power failed for an hour."


def signed(election: MadeUpElection, changed: Mapping[str, Json], number: int = 1) -> Amendment:
    made = draft(election.manifest, number, REASON, **changed)
    for officer in election.officers_sk:
        made = made.signed(officer)
    return made


def lines(*amendments: Amendment) -> bytes:
    return b"".join(each.canonical() + b"\n" for each in amendments)


def test_election_without_amendments_has_the_terms_of_its_manifest(
    election: MadeUpElection,
) -> None:
    assert Amendments.parse(b"", election.manifest) == Amendments((), Terms.of(election.manifest))


def test_amendments_of_each_kind_change_their_terms_in_order(election: MadeUpElection) -> None:
    raw = lines(
        signed(election, LATER),
        signed(election, {"client_sha256": to_base64url(bytes(32))}, 2),
        signed(election, {"eligible": [{"group_id": 2, "eligible": 41}]}, 3),
    )
    found = Amendments.parse(raw, election.manifest)
    assert found.canonical() == raw
    assert found.terms == Terms(
        OPENS + timedelta(hours=2), OPENS + timedelta(hours=3), bytes(32), {1: 40, 2: 41}
    )


def earlier(**by: float) -> dict[str, Json]:
    manifest_close = OPENS + timedelta(hours=1, minutes=15)
    return times(OPENS + timedelta(hours=1), manifest_close - timedelta(**by))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (earlier(seconds=1), "later than the one before"),
        (earlier(seconds=0), "later than the one before"),
        (times(OPENS, OPENS + timedelta(hours=3)), "later than the one before"),
        (times(OPENS + timedelta(hours=4), OPENS + timedelta(hours=3)), "closes_issue <="),
        ({"eligible": [{"group_id": 3, "eligible": 1}]}, "no group 3"),
        ({"eligible": []}, "name groups, ascending"),
        ({"eligible": [{"group_id": 1, "eligible": 1}] * 2}, "name groups, ascending"),
    ],
)
def test_amendment_that_changes_what_it_may_not_is_refused(
    election: MadeUpElection, changed: dict[str, Json], says: str
) -> None:
    raw = lines(signed(election, changed))
    with pytest.raises(Malformed, match=says):
        Amendments.parse(raw, election.manifest)


@pytest.mark.parametrize("changed", [{}, {"title": "x"}, {**LATER, "client_sha256": "AA"}])
def test_amendment_of_anything_else_cannot_be_drafted(
    election: MadeUpElection, changed: dict[str, Json]
) -> None:
    with pytest.raises(Malformed, match="changes one thing"):
        draft(election.manifest, 1, REASON, **changed)


def test_amendment_of_an_unknown_kind_is_refused(election: MadeUpElection) -> None:
    good = draft(election.manifest, 1, REASON, **LATER)
    made = replace(good, body={**good.body, "kind": "title"})
    for officer in election.officers_sk:
        made = made.signed(officer)
    with pytest.raises(Malformed, match="kind must be one of"):
        Amendments.parse(lines(made), election.manifest)


def test_amendment_of_one_officer_twice_is_refused(election: MadeUpElection) -> None:
    one = draft(election.manifest, 1, REASON, **LATER).signed(election.officers_sk[0])
    for raw in (lines(one), lines(one.signed(election.officers_sk[0]))):
        with pytest.raises(Malformed, match="takes 2 officers"):
            Amendments.parse(raw, election.manifest)
    doubled = one.canonical().replace(b'"signatures":[', b'"signatures":[%b,' % entry_of(one))
    with pytest.raises(Malformed, match="each officer once"):
        Amendments.parse(doubled + b"\n", election.manifest)


def entry_of(amendment: Amendment) -> bytes:
    raw = amendment.canonical()
    return raw[raw.index(b'[{"officer"') + 1 : -2]


def test_amendment_signed_by_a_stranger_is_refused(election: MadeUpElection) -> None:
    one = draft(election.manifest, 1, REASON, **LATER).signed(election.officers_sk[0])
    with pytest.raises(Malformed, match="no officer"):
        Amendments.parse(lines(one.signed(bytes(32))), election.manifest)


def test_amendment_changed_after_it_was_signed_is_refused(election: MadeUpElection) -> None:
    raw = lines(signed(election, LATER)).replace(b"an hour", b"a month")
    with pytest.raises(Malformed, match="signature does not verify"):
        Amendments.parse(raw, election.manifest)


def test_amendment_of_another_manifest_or_number_is_refused(election: MadeUpElection) -> None:
    other = replace(election, manifest=replace(election.manifest, title="Another election"))
    for made in (signed(other, LATER), signed(election, LATER, 2)):
        with pytest.raises(Malformed, match="another manifest, or has another number"):
            Amendments.parse(lines(made), election.manifest)


@pytest.mark.parametrize(
    "raw", [b"\n", b"{}\n", b"[]\n", b'{"amendment":[],"signatures":[]}\n', b"x"]
)
def test_lines_that_are_no_amendments_are_refused(election: MadeUpElection, raw: bytes) -> None:
    with pytest.raises(Malformed):
        Amendments.parse(raw, election.manifest)
