from app.core.clause import Clause
from app.core.faults import BadInput
from app.core.templates import (
    Allotment,
    Apportioned,
    Apportionment,
    Board,
    ContestTemplate,
    CountySeats,
    Designated,
    FillTo,
    GrantedLess,
    Guarantee,
    PerUnit,
    SeatCount,
    Threshold,
    Trait,
    Where,
)
from app.core.units import UNIT_FIELDS, UnitNames
from app.profiles.choices import METHODS
from app.profiles.tables import (
    Table,
    as_number,
    as_positive,
    as_text,
    as_texts,
    as_truth,
    one_of,
)

OVER = ("local", "district", "county", *UNIT_FIELDS)


def unit_names(table: Table) -> UnitNames:
    """One of the tables `units`."""
    cite, rule = table.cited()
    names = table.table("names")
    read = UnitNames(
        field=one_of(*UNIT_FIELDS)(table.take("field"), f"{table.place}.field"),
        chapter=table.maybe("chapter", as_text, ""),
        closed=table.truth("closed"),
        names=Clause({short: names.texts(short) for short in names.keys()}, cite, rule),  # noqa: SIM118
    )
    table.done()
    return read


def contest(table: Table) -> ContestTemplate:
    """One of the tables `contests`."""
    cite, rule = table.cited()
    voters = table.maybe("voters", _where, ())
    read = ContestTemplate(
        office=table.text("office"),
        group=table.text("group"),
        title=table.text("title"),
        over=table.maybe("over", one_of(*OVER), "local"),
        chapter=table.maybe("chapter", as_text, ""),
        unit=table.maybe("unit", as_text, ""),
        not_chapters=table.maybe("not_chapters", as_texts, ()),
        method=table.maybe_clause("method", one_of(*METHODS)),
        seats=_seats(table.take("seats"), f"{table.place}.seats"),
        voters=voters,
        candidates=table.maybe("candidates", _where, voters),
        voters_of_unit=table.maybe("voters_of_unit", as_truth, True),
        temporary=table.maybe("temporary", as_truth, False),
        steward=table.maybe_clause("steward", as_texts),
        guarantees=table.maybe_clause("guarantees", _guarantees),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read


def _seats(raw: object, place: str) -> SeatCount:
    if isinstance(raw, list):
        return _county_seats(raw, place)
    if not isinstance(raw, dict):
        return as_positive(raw, place)
    table = Table(raw, place, frozenset())
    read: SeatCount
    if "granted_less" in table:
        read = GrantedLess(table.texts("granted_less"))
    elif "apportioned" in table:
        read = Apportioned(table.text("apportioned"))
    elif "fill_to" in table:
        read = FillTo(as_positive(table.take("fill_to"), place))
    else:
        instead = table.table("instead")
        own = {unit: as_positive(instead.take(unit), place) for unit in instead.keys()}  # noqa: SIM118
        read = PerUnit(as_positive(table.take("each"), place), own)
    table.done()
    return read


def _county_seats(raw: list[object], place: str) -> tuple[CountySeats, ...]:
    if not raw:
        raise BadInput(f"{place} must be a list of counties with their seats.")
    read = []
    for number, row in enumerate(raw, 1):
        table = Table(row, f"{place}[{number}]", frozenset())
        seats = as_positive(table.take("seats"), f"{table.place}.seats")
        read.append(CountySeats(table.texts("counties"), seats))
        table.done()
    return tuple(read)


def _where(raw: object, place: str) -> Where:
    table = Table(raw, place, frozenset())
    return tuple(_trait(field, table.take(field), place) for field in table.keys())  # noqa: SIM118


def _trait(field: str, raw: object, place: str) -> Trait:
    if field not in UNIT_FIELDS:
        raise BadInput(f"{place}: {field!r} must be one of {', '.join(UNIT_FIELDS)}.")
    if raw in ("some", "none"):
        return Trait(field, (), str(raw))
    if isinstance(raw, dict):
        table = Table(raw, f"{place}.{field}", frozenset())
        words = table.texts("words")
        table.done()
        return Trait(field, words, "words")
    return Trait(field, as_texts(raw, f"{place}.{field}"))


def _guarantees(raw: object, place: str) -> tuple[Guarantee, ...]:
    read = []
    for table in Table({"rows": raw}, place, frozenset()).tables("rows"):
        seats = as_positive(table.take("seats"), f"{table.place}.seats")
        where = _where(table.take("where"), f"{table.place}.where")
        read.append(Guarantee(table.text("name"), where, seats))
        table.done()
    return tuple(read)


def apportionment(table: Table) -> Apportionment:
    """One of the tables `apportionments`."""
    cite, rule = table.cited()
    read = Apportionment(
        name=table.text("name"),
        title=table.text("title"),
        per=as_positive(table.take("per"), f"{table.place}.per"),
        base=as_number(table.take("base"), f"{table.place}.base"),
        beyond=as_number(table.take("beyond"), f"{table.place}.beyond"),
        least=as_number(table.take("least"), f"{table.place}.least"),
        major_portion=table.truth("major_portion"),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read


def board(table: Table) -> Board:
    """The table `board`."""
    read = Board(
        group=table.text("group"),
        title=table.text("title"),
        apportioned=table.clause("apportioned", as_text),
    )
    table.done()
    return read


def allotment(table: Table) -> Allotment:
    """One of the tables `allotments`."""
    cite, rule = table.cited()
    rests = one_of("at large", "by decision", "largest units", "board by unit")
    read = Allotment(
        chapter=table.maybe("chapter", as_text, ""),
        with_office=table.maybe("with_office", as_texts, ()),
        runs_off=table.maybe("runs_off", as_texts, ()),
        designated=tuple(_designated(row) for row in table.tables("designated")),
        unit_field=table.maybe("unit_field", one_of(*UNIT_FIELDS), ""),
        thresholds=tuple(_threshold(row) for row in table.tables("thresholds")),
        rest=rests(table.take("rest"), f"{table.place}.rest"),
        board_offices=table.maybe("board_offices", as_texts, ()),
        shortage=table.maybe("shortage", one_of("run-off", "by decision", "order"), ""),
        cite=cite,
        rule=rule,
    )
    by_unit = read.rest in ("by decision", "largest units", "board by unit") or read.thresholds
    if by_unit and not read.unit_field:
        raise BadInput(f"{table.place} gives seats to units and lacks unit_field.")
    if (read.rest == "board by unit") is not bool(read.board_offices):
        raise BadInput(f"{table.place}: board_offices go with rest = board by unit, and always.")
    table.done()
    return read


def _designated(table: Table) -> Designated:
    where = _where(table.take("where"), f"{table.place}.where")
    read = Designated(table.text("unit"), table.text("title"), where)
    table.done()
    return read


def _threshold(table: Table) -> Threshold:
    members = as_positive(table.take("members"), f"{table.place}.members")
    read = Threshold(members, as_positive(table.take("seats"), f"{table.place}.seats"))
    table.done()
    return read
