import json
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app import profiles
from app.cli import app
from app.cli.rules import AsJson, Profile, print_ruling
from app.core.calendar import Calendar, propose
from app.core.date_checks import check_dates, due
from app.core.faults import BadInput
from app.documents.calendar_file import as_ics
from app.documents.typed_cells import day


@app.command()
def calendar(
    profile: Profile,
    anchor: Annotated[str, typer.Option(help="The date to count from, like 2028-05-01.")] = "",
    ics: Annotated[Path | None, typer.Option(help="Write an iCalendar file here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Proposes an election's dates, and says what in them breaks a rule."""
    # The settings bring in pydantic, without which every other command starts twice as fast.
    from app.settings import real_clock

    rules = profiles.load(profile)
    now = real_clock()
    today = now.astimezone(ZoneInfo(rules.calendar.time_zone)).date()
    proposed = propose(rules, today=today, anchor=read_day("--anchor", anchor) if anchor else None)
    dates = {appointment.id: appointment.on for appointment in proposed.appointments}
    checked = check_dates(rules, dates)
    clocks = due(rules, dates)
    if ics is not None:
        whole = Calendar(proposed.time_zone, (*proposed.appointments, *clocks))
        _write(ics, as_ics(whole, name=rules.short_title, stamp=now))
    if as_json:
        rows = [row.as_json() for row in (*proposed.appointments, *clocks)]
        told = {"time_zone": proposed.time_zone, "dates": rows, "check": checked.as_json()}
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for row in (*proposed.appointments, *clocks):
        print(f"{row.on}  {row.title} ({row.cite})")
    print_ruling(checked, granted="All rules are kept.", refused="Some rules are not kept.")


def read_day(option: str, text: str) -> date:
    """A date that was given on the command line."""
    try:
        return day(text)
    except ValueError as fault:
        raise BadInput(f"{option}: {text!r} {fault}.") from fault


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise BadInput(f"{path} cannot be written: {fault.strerror}.") from fault
