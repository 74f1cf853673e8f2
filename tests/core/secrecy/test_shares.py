import os
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy.encoding import Malformed
from app.core.secrecy.envelopes import public_of
from app.core.secrecy.shares import Share, _inverse, _times, combine, deal, opening_keys

ELECTION = bytes(range(16))
K = bytes(range(100, 132))


def dealt(t: int = 3, n: int = 5, secret: bytes = K) -> tuple[Share, ...]:
    return deal(secret, ELECTION, t, n, os.urandom(32 * (t - 1)))


def test_field_is_that_of_fips_197() -> None:
    assert _times(0x57, 0x83) == 0xC1  # FIPS 197, section 4.2
    assert _times(0x57, 0x13) == 0xFE  # FIPS 197, section 4.2.1
    assert all(_times(each, _inverse(each)) == 1 for each in range(1, 256))


@given(st.binary(min_size=32, max_size=32), st.integers(2, 4), st.integers(1, 2))
def test_any_t_of_n_give_the_secret(secret: bytes, t: int, spare: int) -> None:
    shares = dealt(t, t + spare, secret)
    for some in combinations(shares, t):
        assert combine(some, ELECTION) == secret
    assert combine(shares, ELECTION) == secret


def test_share_is_the_polynomial_at_x() -> None:
    one = deal(b"\1" * 32, ELECTION, 2, 3, b"\2" * 32)
    assert [share.y for share in one] == [b"\3" * 32, b"\5" * 32, b"\7" * 32]


def test_fewer_than_t_shares_fit_every_secret() -> None:
    """For t - 1 shares and any other secret there is a dealing that gives these very shares."""
    one = deal(K, ELECTION, 2, 3, os.urandom(32))
    other_secret = bytes(32)
    slope = bytes(a ^ b for a, b in zip(one[0].y, other_secret, strict=True))  # x is 1
    assert deal(other_secret, ELECTION, 2, 3, slope)[0] == one[0]
    with pytest.raises(Malformed, match="takes 3 shares, and 2"):
        combine(dealt()[:2], ELECTION)


def test_share_code_round_trip() -> None:
    for share in dealt():
        assert Share.parse(share.code().lower()) == share
        assert len(share.code().replace("-", "")) == 71


@given(st.integers(0, 70), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_share_code_with_one_character_changed_is_refused(at: int, letter: str) -> None:
    letters = list(deal(K, ELECTION, 2, 3, bytes(range(32)))[0].code().replace("-", ""))
    if letters[at] != letter:
        letters[at] = letter
        with pytest.raises(Malformed):
            Share.parse("".join(letters))


def test_share_code_of_impossible_numbers_is_refused() -> None:
    for x, t, n in ((0, 3, 5), (6, 3, 5), (1, 5, 5), (1, 1, 5)):
        with pytest.raises(Malformed, match="not one of this protocol"):
            Share.parse(Share(ELECTION[:4], x, t, n, K).code())


def test_shares_that_do_not_belong_together_are_refused() -> None:
    ours, theirs = dealt(), deal(K, ELECTION[::-1], 3, 5, os.urandom(64))
    forged = Share(ours[3].election, 4, 3, 5, bytes(32))
    cases = {
        "one dealing": [*ours[:2], theirs[2]],
        "another election": theirs[:3],
        "given twice": [ours[0], ours[0], ours[1]],
        "do not agree": [*ours[:3], forged],
    }
    for match, shares in cases.items():
        with pytest.raises(Malformed, match=match):
            combine(shares, ELECTION)


@pytest.mark.parametrize(("t", "n"), [(1, 3), (3, 3), (2, 256)])
def test_dealing_that_one_lost_share_would_end_is_refused(t: int, n: int) -> None:
    with pytest.raises(Malformed):
        deal(K, ELECTION, t, n, bytes(32 * (t - 1)))


def test_dealing_with_too_little_chance_is_refused() -> None:
    with pytest.raises(Malformed):
        deal(K, ELECTION, 3, 5, bytes(32))


def test_opening_keys_differ_by_layer_and_election() -> None:
    keys, others = opening_keys(K, ELECTION), opening_keys(K, ELECTION[::-1])
    assert public_of(keys.a_secret) == keys.a_public
    assert public_of(keys.b_secret) == keys.b_public
    assert len({keys.a_secret, keys.b_secret, others.a_secret, others.b_secret}) == 4
