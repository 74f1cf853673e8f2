import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.secrecy import ed25519
from app.core.secrecy.dealing import PublicKeys
from app.core.secrecy.encoding import Malformed, canonical, parse_canonical
from app.core.secrecy.rehearsing import Rehearsal, rehearse
from app.core.secrecy.shares import Share, deal, opening_keys

ELECTION = bytes(range(16))


@pytest.fixture(scope="module")
def shares() -> list[Share]:
    return list(deal(SECRET, ELECTION, 3, 5, os.urandom(64)))


SECRET = os.urandom(32)
KEYS = opening_keys(SECRET, ELECTION)
PUBLIC = PublicKeys(ELECTION, KEYS.a_public, KEYS.b_public, 3, 5)


@pytest.fixture(scope="module")
def report(shares: list[Share]) -> Rehearsal:
    return rehearse(PUBLIC, [shares[4], shares[0], shares[2]], os.urandom)


def test_rehearsal_with_t_shares_reports_on_those_that_were_dropped(report: Rehearsal) -> None:
    assert (report.used, report.dropped, report.ballots) == ((1, 3, 5), (2, 4), 25)
    assert Rehearsal.parse(report.canonical()) == report


def test_report_tells_neither_the_secret_nor_a_share(
    report: Rehearsal, shares: list[Share]
) -> None:
    told = report.canonical()
    for secret in (SECRET, KEYS.a_secret, KEYS.b_secret, *(share.y for share in shares)):
        assert secret not in told
        assert secret.hex().encode() not in told


@pytest.mark.parametrize("number", [2, 4, 5])
def test_rehearsal_that_drops_another_number_of_shares_is_none(
    shares: list[Share], number: int
) -> None:
    with pytest.raises(Malformed, match="shares"):
        rehearse(PUBLIC, shares[:number], os.urandom)


def test_rehearsal_with_shares_of_another_dealing_is_none() -> None:
    foreign = deal(os.urandom(32), ELECTION, 3, 5, os.urandom(64))
    with pytest.raises(Malformed, match="do not give the keys"):
        rehearse(PUBLIC, foreign[:3], os.urandom)


CHANGES: dict[str, Callable[[Rehearsal], Rehearsal]] = {
    "drops the other 2": lambda r: replace(r, used=(1, 3, 5), dropped=(2,)),
    "opens with 3 shares": lambda r: replace(r, used=(1, 2, 3, 5), dropped=(4,)),
    "signature does not verify": lambda r: replace(r, used=(1, 2, 3), dropped=(4, 5)),
    "signature does not": lambda r: replace(r, key=ed25519.public_of(bytes(32))),
    "rehearsal's signature": lambda r: replace(r, public=replace(r.public, A=r.public.B)),
    "ascending": lambda r: replace(r, used=(3, 1, 5)),
}


@pytest.mark.parametrize("says", CHANGES)
def test_report_changed_in_any_place_is_refused(report: Rehearsal, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        Rehearsal.parse(CHANGES[says](report).canonical())


def test_report_of_fewer_ballots_is_refused(report: Rehearsal) -> None:
    value = parse_canonical(report.canonical())
    assert isinstance(value, dict)
    with pytest.raises(Malformed, match="ballots"):
        Rehearsal.parse(canonical({**value, "ballots": 0}))
