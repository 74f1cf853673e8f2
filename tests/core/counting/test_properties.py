import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.counting import Profile, Rule, Tabulation, preset, tabulate
from tests.core.counting.strategies import RANKED, Election, elections

RULES = (*RANKED, "plurality")


def count(election: Election, rule: Rule, profile: Profile | None = None) -> Tabulation:
    return tabulate(
        election.profile if profile is None else profile,
        rule,
        seats=1 if rule.method == "irv" else election.seats,
        lots=election.lots,
    )


@pytest.mark.parametrize("name", RULES)
@given(election=elections(), data=st.data())
def test_order_of_the_ballots_does_not_matter(
    name: str, election: Election, data: st.DataObject
) -> None:
    shuffled = replace(election, rankings=data.draw(st.permutations(election.rankings)))
    assert count(shuffled, preset(name)) == count(election, preset(name))


@pytest.mark.parametrize("name", RULES)
@given(election=elections(), data=st.data())
def test_labels_of_the_candidates_do_not_matter(
    name: str, election: Election, data: st.DataObject
) -> None:
    label = data.draw(st.permutations(range(election.candidates)))
    relabelled = Election(
        election.candidates,
        [[label[c] for c in ranking] for ranking in election.rankings],
        election.seats,
        [label[c] for c in election.lots],
    )
    here, there = count(election, preset(name)), count(relabelled, preset(name))
    assert [label[c] for c in here.elected] == [*there.elected]
    assert [label[c] for c in here.alternates or ()] == [*(there.alternates or ())]
    for one, other in zip(here.rounds, there.rounds, strict=True):
        assert {label[c]: votes for c, votes in one.tally.items()} == other.tally
        assert {label[c] for c in one.eliminated} == {*other.eliminated}
        assert (one.exhausted, one.residual) == (other.exhausted, other.residual)


@pytest.mark.parametrize("name", RULES)
@given(election=elections(), times=st.integers(2, 5))
def test_splitting_multiplicities_does_not_matter(
    name: str, election: Election, times: int
) -> None:
    weighted = Profile.from_packed(
        election.candidates,
        ["".join(map(chr, ranking)) for ranking in election.rankings],
        [times] * len(election.rankings),
    )
    repeated = replace(election, rankings=election.rankings * times)
    assert weighted == repeated.profile
    assert count(repeated, preset(name)) == count(election, preset(name), weighted)


@pytest.mark.parametrize("name", RULES)
@given(election=elections(), data=st.data())
def test_adding_profiles_is_counting_both_together(
    name: str, election: Election, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(election.rankings)))
    parts = [
        replace(election, rankings=part).profile
        for part in (election.rankings[:cut], election.rankings[cut:])
    ]
    assert count(election, preset(name), parts[0] + parts[1]) == count(election, preset(name))


@pytest.mark.parametrize("name", RANKED)
@given(election=elections(), limit=st.integers(1, 4))
def test_every_rounds_votes_add_up_to_the_ballots(
    name: str, election: Election, limit: int
) -> None:
    rule = preset(name).with_parameters({"limit": str(limit)})
    for round_ in count(election, rule).rounds:
        votes = sum(round_.tally.values()) + round_.exhausted + round_.residual
        assert votes == election.profile.valid * rule.unit
        assert min(round_.tally.values(), default=0) >= 0
        assert round_.residual >= 0


@pytest.mark.parametrize("name", RANKED)
@given(election=elections())
def test_elected_eliminated_and_continuing_are_a_partition(name: str, election: Election) -> None:
    tabulation = count(election, preset(name))
    gone: set[int] = set()
    elected: set[int] = set()
    for place, round_ in enumerate(tabulation.rounds):
        if place and round_.passage != tabulation.rounds[place - 1].passage:
            gone = {*elected}
        assert not {*round_.elected} & {*round_.eliminated}
        assert {*round_.elected, *round_.eliminated} <= {*round_.tally}
        held = elected - gone
        assert {*round_.tally} - held == {*range(election.candidates)} - gone - held
        gone |= {*round_.eliminated}
        elected |= {*round_.elected}
    assert elected == {*tabulation.elected}
    assert len(elected) == len(tabulation.elected)


@pytest.mark.parametrize("name", RANKED)
@given(election=elections())
def test_every_seat_is_filled_while_candidates_last(name: str, election: Election) -> None:
    seats = 1 if preset(name).method == "irv" else election.seats
    assert len(count(election, preset(name)).elected) == min(seats, election.candidates)


@given(election=elections())
def test_candidate_ranked_nowhere_never_beats_one_with_a_first_choice(
    election: Election,
) -> None:
    (winner,) = count(election, preset("irv")).elected
    if any(election.rankings):
        assert any(winner in ranking for ranking in election.rankings)


@pytest.mark.parametrize("name", RANKED)
@given(election=elections())
def test_votes_that_move_are_those_that_the_next_round_shows(name: str, election: Election) -> None:
    rounds = count(election, preset(name)).rounds
    for here, there in itertools.pairwise(rounds):
        if here.passage != there.passage:
            continue
        tally = {c: votes for c, votes in here.tally.items() if c not in here.eliminated}
        exhausted = here.exhausted
        for transfer in here.transfers:
            if transfer.target is None:
                exhausted += transfer.votes
            else:
                tally[transfer.target] += transfer.votes
        for candidate, votes in there.tally.items():
            moved_on = {t.source for t in here.transfers}
            assert votes == tally[candidate] or candidate in moved_on
        assert there.exhausted == exhausted


@given(election=elections())
def test_stv_for_one_seat_elects_whom_irv_elects(election: Election) -> None:
    alone = replace(election, seats=1)
    assert count(alone, preset("stv-wigm")).elected == count(alone, preset("irv")).elected


@given(election=elections())
def test_lots_are_asked_for_exactly_when_one_is_used(election: Election) -> None:
    rule = preset("stv-wigm")
    with_lots = count(election, rule)
    without = tabulate(election.profile, rule, seats=election.seats, lots=None)
    assert (without.awaiting is None) == (with_lots.ties == ())
    if without.awaiting is not None:
        assert without.awaiting.round == with_lots.ties[0].round
        assert {*without.awaiting.tied} == {*with_lots.ties[0].tied}
