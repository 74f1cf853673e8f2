import os
from dataclasses import replace

import pytest
from rehearsal.made_up import MadeUpElection

from app.core.secrecy.dealing import PublicKeys, keys_of, prove_dealing
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.shares import Share, deal

T, N = 3, 5


@pytest.fixture
def public(election: MadeUpElection) -> PublicKeys:
    return PublicKeys.of(election.manifest)


@pytest.fixture
def shares(election: MadeUpElection) -> tuple[Share, ...]:
    return deal(election.secret, election.manifest.election_id, T, N, os.urandom(32 * (T - 1)))


def test_keys_file_reads_back_as_it_was(public: PublicKeys) -> None:
    assert PublicKeys.parse(public.canonical()) == public


def test_any_t_shares_give_the_keys_of_the_manifest(
    public: PublicKeys, shares: tuple[Share, ...]
) -> None:
    keys = keys_of(shares[2:], public)
    assert (keys.a_public, keys.b_public) == (public.A, public.B)


def test_every_set_of_t_shares_is_proved(public: PublicKeys, shares: tuple[Share, ...]) -> None:
    assert prove_dealing(shares, public) == 10


def test_dealing_of_too_many_sets_is_proved_by_neighbours(election: MadeUpElection) -> None:
    identity = election.manifest.election_id
    many = deal(election.secret, identity, 6, 40, os.urandom(32 * 5))
    public = replace(PublicKeys.of(election.manifest), t=6, n=40)
    assert prove_dealing(many, public) == 35


def test_dealing_with_one_wrong_share_is_refused(
    public: PublicKeys, shares: tuple[Share, ...]
) -> None:
    wrong = replace(shares[4], y=bytes(32))
    with pytest.raises(Malformed, match="do not agree"):
        prove_dealing([*shares[:4], wrong], public)


def test_dealing_that_lacks_a_share_is_refused(
    public: PublicKeys, shares: tuple[Share, ...]
) -> None:
    with pytest.raises(Malformed, match="all 5 shares"):
        prove_dealing(shares[:4], public)


def test_shares_of_another_secret_are_refused(election: MadeUpElection, public: PublicKeys) -> None:
    other = deal(bytes(32), election.manifest.election_id, T, N, os.urandom(64))
    with pytest.raises(Malformed, match="do not give the keys A and B"):
        keys_of(other[:T], public)


def test_shares_of_another_threshold_are_refused(
    election: MadeUpElection, public: PublicKeys
) -> None:
    other = deal(election.secret, election.manifest.election_id, 2, N, os.urandom(32))
    with pytest.raises(Malformed, match="not of a dealing of 3 of 5"):
        keys_of(other[:3], public)
