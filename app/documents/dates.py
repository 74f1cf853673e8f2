from datetime import date, datetime
from zoneinfo import ZoneInfo


def in_words(moment: datetime, zone: str) -> str:
    """A moment as a member reads it: "Tuesday, April 18, 2028 at 5:00 p.m. PDT (UTC−7)"."""
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.hour % 12 or 12
    half = "a.m." if local.hour < 12 else "p.m."
    return (
        f"{day_in_words(local.date())} at {hour}:{local.minute:02} {half} "
        f"{local.tzname()} ({_offset(local)})"
    )


def day_in_words(day: date) -> str:
    """A day as a member reads it: "Tuesday, April 18, 2028"."""
    return f"{day:%A, %B} {day.day}, {day.year}"


def _offset(local: datetime) -> str:
    digits = f"{local:%z}"  # "-0700"
    sign = "−" if digits[0] == "-" else "+"
    return f"UTC{sign}{int(digits[1:3])}" + (f":{digits[3:5]}" if digits[3:5] != "00" else "")
