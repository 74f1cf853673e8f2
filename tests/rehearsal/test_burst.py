"""Casts across the close of a ballot box; the whole burst is scripts/burst-at-close."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rehearsal.burst import GONE, OK, Burst, Cast, burst_at_close

CLOSES = datetime(2028, 3, 28, tzinfo=UTC)


def test_burst_across_the_close_is_accepted_before_and_refused_after(tmp_path: Path) -> None:
    burst = burst_at_close(tmp_path / "data", per_second=50, seconds=4)
    assert burst.faults() == []
    assert len(burst.accepted) + len(burst.refused) == 200
    assert burst.refused  # the last is sent two seconds after the close, however slow all is


def test_cast_that_is_late_lost_nobodys_or_unanswered_is_a_fault() -> None:
    leaf, other = bytes(32), bytes([1]) * 32
    in_time = Cast(leaf, CLOSES - timedelta(seconds=1), 0.1, OK)
    assert Burst(CLOSES, [in_time], [leaf]).faults() == []
    late = replace(in_time, sent=CLOSES)
    assert "after the close" in Burst(CLOSES, [late], [leaf]).faults()[0]
    assert "not on the board" in Burst(CLOSES, [in_time], []).faults()[0]
    assert "no receipt" in Burst(CLOSES, [in_time], [leaf, other]).faults()[0]
    assert "no receipt" in Burst(CLOSES, [replace(in_time, status=GONE)], [leaf]).faults()[0]
    assert "neither way" in Burst(CLOSES, [replace(in_time, status=500)], []).faults()[0]
