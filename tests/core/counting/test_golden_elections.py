"""Elections counted by hand from a statute, a worked example or a certified result."""

from app.core.counting import Profile, preset, tabulate
from tests.core.counting.elections import count, letters


def votes(*rankings: tuple[int, list[int]], candidates: int) -> Profile:
    packed = ["".join(map(chr, ranking)) for _, ranking in rankings]
    return Profile.from_packed(candidates, packed, [times for times, _ in rankings])


def test_alaska_special_election_of_2022() -> None:
    # State of Alaska, Division of Elections, special general election of 16 August 2022 for U.S.
    # Representative, certified on 2 September 2022: Begich eliminated, Peltola elected.
    begich, palin, peltola = range(3)
    ballots = votes(
        (75_799, [peltola]),
        (58_973, [palin]),
        (27_053, [begich, palin]),
        (15_467, [begich, peltola]),
        (11_290, [begich]),
        candidates=3,
    )
    first, second = tabulate(ballots, preset("irv"), seats=1, lots=None).rounds
    assert first.tally == {begich: 53_810, palin: 58_973, peltola: 75_799}
    assert (first.threshold, first.eliminated) == (94_292, (begich,))
    assert second.tally == {palin: 86_026, peltola: 91_266}
    assert (second.exhausted, second.elected) == (11_290, (peltola,))


def test_capital_of_tennessee() -> None:
    # The textbook example of run-off voting, for instance Wikipedia, "Instant-runoff voting":
    # M(emphis) 42, N(ashville) 26, C(hattanooga) 15, K(noxville) 17 of 100.
    tabulation = count("42 M>N>C>K; 26 N>C>K>M; 15 C>K>N>M; 17 K>C>N>M", "MNCK", "irv")
    assert [round_.tally for round_ in tabulation.rounds] == [
        {0: 42, 1: 26, 2: 15, 3: 17},
        {0: 42, 1: 26, 3: 32},
        {0: 42, 3: 58},
    ]
    assert tabulation.elected == (3,)


def test_party_food_by_transferable_vote() -> None:
    # Wikipedia, "Single transferable vote", the example of 20 guests and 3 dishes: oranges,
    # pears, chocolate, strawberries, sweets (hamburgers later); quota 20 // 4 + 1 = 6.
    names = "OPCSW"
    rounds = count("4 O; 2 P>O; 8 C>S; 4 C>W; 1 S; 1 W", names, "stv-wigm", seats=3).rounds
    assert rounds[1].tally == {0: 40_000, 1: 20_000, 2: 60_000, 3: 50_000, 4: 30_000}
    elected = [[names[c] for c in round_.elected] for round_ in rounds]
    eliminated = [[names[c] for c in round_.eliminated] for round_ in rounds]
    assert elected == [["C"], [], ["O"], [], ["S"]]
    assert eliminated == [[], ["P"], [], ["W"], []]


def test_scottish_transfer_value_by_the_order_of_2007() -> None:
    # Scottish Local Government Elections Order 2007, Sch. 1 r. 48: each ballot of the surplus is
    # worth A/B, A the value at which it was received times the surplus, B the votes of the
    # candidate, to five decimals, the rest ignored. Quota 103 // 4 + 1 = 26 (r. 46).
    text = "60 A>B>C; 10 B>C; 20 C; 13 D"
    rounds = count(text, "ABCD", "stv-scottish", seats=3).rounds
    # Surplus of A: 60 - 26 = 34; 34/60 = 0.56666(6): B has 10 + 60 x 0.56666 = 43.9996.
    assert rounds[1].tally[1] == 4_399_960
    assert rounds[1].residual == 10_300_000 - sum(rounds[1].tally.values())
    # Surplus of B: 17.9996. A's ballots: 0.56666 x 17.9996 / 43.9996 = 0.23181...; B's own
    # 17.9996 / 43.9996 = 0.40908...
    assert 56_666 * 1_799_960 // 4_399_960 == 23_181
    assert 100_000 * 1_799_960 // 4_399_960 == 40_908
    assert rounds[2].tally[2] == 2_000_000 + 60 * 23_181 + 10 * 40_908
    assert rounds[2].elected == (2,)


def test_local_99s_published_practice_of_2022() -> None:
    # All under 10 % of first choices leave after round one, then one at a time until someone has
    # more than half (H11). Of 200: E 19 and F 1 are under 20, D with 20 is not.
    text = "70 A; 55 B; 35 C>B; 20 D>C>B; 19 E>A; 1 F>E>B"
    tabulation = count(text, "ABCDEF", "irv-ten-percent")
    assert [letters(round_.eliminated) for round_ in tabulation.rounds] == ["EF", "D", "C", ""]
    assert [round_.threshold for round_ in tabulation.rounds] == [101, 101, 101, 101]
    assert tabulation.rounds[1].tally == {0: 89, 1: 56, 2: 35, 3: 20}
    assert tabulation.rounds[3].tally == {0: 89, 1: 111}
    assert letters(tabulation.elected) == "B"


def test_block_of_votes_never_elects_more_than_the_seats() -> None:
    # pyrankvote's block voting elects four for two seats here.
    text = "5 A; 4 B; 2 C>D; 1 D>C"
    for rule in ("stv-wigm", "stv-scottish", "sequential-irv", "bottoms-up", "plurality"):
        assert letters(count(text, "ABCD", rule, seats=2, lots="ABCD").elected) == "AB"
