from datetime import timedelta
from pathlib import Path

from app.actions.turnout import count_turnout, turnout_is_due
from app.records.jobs import Job
from app.records.turnout import TurnoutCount, turnout_counts_of
from app.worker import work
from tests.election_day import ElectionDay
from tests.registrar import Registrar
from tests.web.browser import signed_in


def test_worker_counts_once_a_day_and_keeps_no_small_figure(
    registrar: Registrar, tmp_path: Path
) -> None:
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    opened = registrar.dates["opens"] + timedelta(hours=1)
    with registrar.database.writing() as session:
        assert count_turnout(session, now=opened) == 1
        assert not turnout_is_due(session, now=opened + timedelta(hours=6))
    day.vote("1001", {"president": (1,)})
    with registrar.database.writing() as session:
        assert count_turnout(session, now=opened + timedelta(hours=6)) == 0
        assert count_turnout(session, now=opened + timedelta(days=1)) == 1
        assert not turnout_is_due(session, now=registrar.dates["closes_cast"])
        counts = turnout_counts_of(session, registrar.election)
    assert [count.issued for count in counts] == [None, None]
    assert all(row["issued"] is None for count in counts for row in count.districts)
    assert counts[1].districts[0]["members"] == 5


def test_page_shows_the_days_count_and_not_how_it_is_now(
    registrar: Registrar, tmp_path: Path
) -> None:
    ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    voting = f"/elections/{registrar.election}/voting"
    assert "Nothing is counted yet." in signed_in(registrar).get(voting).text
    rows = [{"district": 1, "members": 70, "issued": 44}]
    with registrar.database.writing() as session:
        on = registrar.dates["opens"].date()
        count = TurnoutCount(election_id=registrar.election, day=on, issued=44, districts=rows)
        session.add(count)
    page = signed_in(registrar).get(voting).text
    assert "<td>70</td><td>44</td>" in page
    assert "Wednesday, March 29, 2028</dt><dd>44" in page


def test_worker_that_is_idle_has_counted(registrar: Registrar, tmp_path: Path) -> None:
    ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    with registrar.database.writing() as session:
        session.query(Job).delete()
    work(registrar.settings, until_idle=True)
    with registrar.database.reading() as session:
        assert len(turnout_counts_of(session, registrar.election)) == 1
