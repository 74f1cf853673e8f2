from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from app.core.calendar import Appointment, Calendar

LINE = 75  # octets, RFC 5545 section 3.1


def as_ics(calendar: Calendar, *, name: str, stamp: datetime) -> bytes:
    """The calendar as an iCalendar file (RFC 5545): one all-day event for each date.

    `name` stands before each title; `stamp` is when the file was made.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tellers//calendar//EN"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", f"X-WR-TIMEZONE:{calendar.time_zone}"]
    for appointment in calendar.appointments:
        lines += _event(appointment, name, stamp)
    lines.append("END:VCALENDAR")
    return "".join(folded + "\r\n" for line in lines for folded in _folded(line)).encode()


def _event(appointment: Appointment, name: str, stamp: datetime) -> list[str]:
    made = stamp.astimezone(UTC)
    return [
        "BEGIN:VEVENT",
        f"UID:{appointment.id}-{appointment.on:%Y%m%d}@tellers.invalid",
        f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{appointment.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{appointment.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{name}: {appointment.title}')}",
        f"DESCRIPTION:{_escaped(': '.join(filter(None, (appointment.rule, appointment.cite))))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, none of them inside a character."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
