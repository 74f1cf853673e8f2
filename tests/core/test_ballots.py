import pytest

from app.core.ballots import (
    WRITE_IN,
    Code,
    Reading,
    ReadingRule,
    account,
    read_marks,
    read_ranking,
)
from app.core.faults import BadInput

A, B, C, D = range(4)


def read(*ranks: list[int], limit: int | None = None, rule: ReadingRule | None = None) -> Reading:
    return read_ranking(ranks, candidates=4, limit=limit, rule=rule or ReadingRule())


def codes(reading: Reading) -> list[tuple[Code, int]]:
    return [(reason.code, reason.rank) for reason in reading.reasons]


def test_plain_ranking_is_read_without_a_reason() -> None:
    assert read([B], [A], [], []) == Reading((B, A))


def test_skipped_ranks_close_up() -> None:
    reading = read([B], [], [], [A])
    assert reading.ranking == (B, A)
    assert codes(reading) == [("skipped-rank", 2), ("skipped-rank", 3)]


def test_two_skipped_ranks_in_a_row_end_the_ranking_where_so_adopted() -> None:
    rule = ReadingRule(skipped="end-after-two")
    assert read([B], [], [A], rule=rule).ranking == (B, A)
    assert read([B], [], [A], [], [C], rule=rule).ranking == (B, A, C)
    reading = read([B], [], [], [A], rule=rule)
    assert reading.ranking == (B,)
    assert codes(reading) == [
        ("skipped-rank", 2),
        ("skipped-rank", 3),
        ("ended-by-skipped-ranks", 3),
    ]


def test_rank_given_to_two_candidates_is_passed_over() -> None:
    reading = read([B], [A, C], [D])
    assert (reading.ranking, codes(reading)) == ((B, D), [("double-rank", 2)])


def test_rank_given_to_two_candidates_ends_the_ranking_where_so_adopted() -> None:
    reading = read([B], [A, C], [D], rule=ReadingRule(doubled="end"))
    assert (reading.ranking, codes(reading)) == ((B,), [("ended-by-double-rank", 2)])


def test_candidate_passed_over_at_a_double_rank_counts_at_a_later_one() -> None:
    assert read([A, B], [A]).ranking == (A,)


def test_candidate_ranked_twice_counts_at_the_higher_rank() -> None:
    reading = read([B], [A], [B], [C])
    assert (reading.ranking, codes(reading)) == ((B, A, C), [("repeated-candidate", 3)])


def test_rank_shared_with_a_repeated_mention_or_a_write_in_still_counts() -> None:
    assert read([B], [B, A]).ranking == (B, A)
    reading = read([WRITE_IN, B], [A])
    assert (reading.ranking, codes(reading)) == ((B, A), [("write-in", 1)])


def test_rank_with_a_write_in_alone_is_void_and_not_skipped() -> None:
    rule = ReadingRule(skipped="end-after-two")
    reading = read([B], [], [WRITE_IN], [], [A], rule=rule)
    assert reading.ranking == (B, A)
    assert codes(reading) == [("skipped-rank", 2), ("write-in", 3), ("skipped-rank", 4)]


def test_marks_beyond_the_limit_are_void() -> None:
    reading = read([B], [A], [], [C], limit=2)
    assert (reading.ranking, codes(reading)) == ((B, A), [("beyond-limit", 4)])


def test_contest_without_a_mark_that_counts_is_an_undervote() -> None:
    assert codes(read([], [])) == [("undervote", 0)]
    assert codes(read([WRITE_IN])) == [("write-in", 1), ("undervote", 0)]
    assert codes(read_marks([], candidates=4, seats=2)) == [("undervote", 0)]


def test_marks_of_a_plurality_contest_are_read_in_order() -> None:
    assert read_marks([C, A], candidates=4, seats=2) == Reading((A, C))


def test_more_marks_than_seats_void_the_contest() -> None:
    reading = read_marks([A, B, C], candidates=4, seats=2)
    assert (reading.ranking, codes(reading), reading.void) == ((), [("overvote", 0)], True)


def test_write_in_is_void_and_takes_no_mark() -> None:
    reading = read_marks([A, B, WRITE_IN], candidates=4, seats=2)
    assert (reading.ranking, codes(reading)) == ((A, B), [("write-in", 0)])


def test_mark_for_nobody_is_refused() -> None:
    with pytest.raises(BadInput, match="there is no candidate 5 among 4"):
        read([4])
    with pytest.raises(BadInput, match="there is no candidate -1 among 4"):
        read_marks([-2], candidates=4, seats=1)


def test_every_ballot_is_counted_blank_or_void() -> None:
    papers = [([A, B], 1), ([A, B, C], 1), ([], 1), ([WRITE_IN], 3), ([B], 2)]
    readings = [(read_marks(paper, candidates=4, seats=2), times) for paper, times in papers]
    found = account(readings, candidates=4)
    assert (found.ballots, found.counted, found.blank, found.void) == (8, 3, 4, 1)
    assert dict(found.profile.items()) == {(A, B): 1, (B,): 2}
    assert found.reasons == {"overvote": 1, "undervote": 4, "write-in": 3}
