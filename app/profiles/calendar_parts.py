from app.core.calendar_rules import CalendarRules, Clock, FixedDay, Gap, Milestone
from app.core.faults import BadInput
from app.profiles.tables import Table, as_days, as_number, as_positive, as_truth, one_of

UNITS = one_of("days", "months")


def calendar(table: Table) -> CalendarRules:
    """The table `calendar`; every milestone counts from the anchor or from another milestone."""
    read = CalendarRules(
        anchor=table.text("anchor"),
        anchor_title=table.text("anchor_title"),
        time_zone=table.text("time_zone"),
        milestones=tuple(_milestone(row) for row in table.tables("milestones")),
        gaps=tuple(_gap(row) for row in table.tables("gaps")),
        fixed_days=tuple(_fixed_day(row) for row in table.tables("fixed_days")),
        clocks=tuple(_clock(row) for row in table.tables("clocks")),
    )
    known = {read.anchor, *(milestone.id for milestone in read.milestones)}
    for milestone in read.milestones:
        if milestone.after not in known:
            raise BadInput(f"{table.place}: {milestone.id} counts from unknown {milestone.after}.")
    table.done()
    return read


def _milestone(table: Table) -> Milestone:
    read = Milestone(
        id=table.text("id"),
        title=table.text("title"),
        after=table.text("after"),
        days=table.clause("days", as_days),
    )
    table.done()
    return read


def _gap(table: Table) -> Gap:
    cite, rule = table.cited()
    read = Gap(
        first=table.text("first"),
        then=table.text("then"),
        unit=UNITS(table.take("unit"), f"{table.place}.unit"),
        least=table.maybe("least", as_number, None),
        most=table.maybe("most", as_number, None),
        needed=table.maybe("needed", as_truth, False),
        says=table.text("says"),
        cite=cite,
        rule=rule,
    )
    if read.least is None and read.most is None:
        raise BadInput(f"{table.place} has neither least nor most.")
    if read.least is not None and read.most is not None and read.least > read.most:
        raise BadInput(f"{table.place}: least is more than most.")
    table.done()
    return read


def _fixed_day(table: Table) -> FixedDay:
    cite, rule = table.cited()
    read = FixedDay(
        id=table.text("id"),
        month=table.maybe("month", as_positive, None),
        day=table.maybe("day", as_positive, None),
        election_year=table.maybe("election_year", as_truth, False),
        says=table.text("says"),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read


def _clock(table: Table) -> Clock:
    cite, rule = table.cited()
    read = Clock(
        id=table.text("id"),
        title=table.text("title"),
        after=table.text("after"),
        unit=UNITS(table.take("unit"), f"{table.place}.unit"),
        length=as_positive(table.take("length"), f"{table.place}.length"),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read
