from datetime import UTC, date, datetime

from app.core.calendar import Appointment, Calendar, propose
from app.documents.calendar_file import as_ics
from app.profiles import load

STAMP = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)


def lines(calendar: Calendar, name: str = "Local 99") -> list[str]:
    return as_ics(calendar, name=name, stamp=STAMP).decode().split("\r\n")


def test_calendar_file_has_an_all_day_event_for_each_date() -> None:
    calendar = propose(load("homecare_local_99"), today=date(2027, 6, 1))
    told = lines(calendar)
    assert told[0] == "BEGIN:VCALENDAR"
    assert told[-2:] == ["END:VCALENDAR", ""]
    assert told.count("BEGIN:VEVENT") == len(calendar.appointments)
    assert "DTSTART;VALUE=DATE:20280329" in told
    assert "DTEND;VALUE=DATE:20280330" in told
    assert "DTSTAMP:20270601T120000Z" in told
    assert "SUMMARY:Local 99: Voting opens" in told


def test_long_lines_are_folded_between_characters_and_marks_escaped() -> None:
    title = "Wahl, Ñandú; " + "й" * 60
    calendar = Calendar("UTC", (Appointment("x", title, date(2028, 1, 1), "c", "r"),))
    content = as_ics(calendar, name="Local", stamp=STAMP)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    unfolded = content.decode().replace("\r\n ", "")
    assert "SUMMARY:Local: Wahl\\, Ñandú\\; " + "й" * 60 in unfolded
