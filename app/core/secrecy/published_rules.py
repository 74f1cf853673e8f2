from dataclasses import fields

from app.core.clause import Clause
from app.core.rules import ConventionRules, Exclusivity, ExOfficio, SuccessionRules
from app.core.seat_rules import SeatRules
from app.core.secrecy.encoding import Json
from app.core.secrecy.fields import Fields


def read_seat_rules(value: Json, place: str) -> SeatRules:
    """The rules of results.json by which winners are seated."""
    of = Fields(value, place, *(each.name for each in fields(SeatRules)))
    return SeatRules(
        of.each("exclusivities", _exclusivity),
        of.each("ex_officio", _ex_officio),
        _succession(of.member("succession"), f"{place}, succession"),
        _truth(of.member("uncontested"), f"{place}, uncontested"),
    )


def _exclusivity(value: Json, place: str) -> Exclusivity:
    of = Fields(value, place, *(each.name for each in fields(Exclusivity)))
    return Exclusivity(
        name=of.text("name"),
        groups=of.texts("groups"),
        at=of.text("at"),
        by_choice=of.flag("by_choice"),
        cite=of.text("cite"),
        rule=of.text("rule"),
    )


def _ex_officio(value: Json, place: str) -> ExOfficio:
    of = Fields(value, place, *(each.name for each in fields(ExOfficio)))
    return ExOfficio(
        body=of.text("body"),
        title=of.text("title"),
        groups=of.texts("groups"),
        voting=of.flag("voting"),
        previous=of.words("previous"),
        cite=of.text("cite"),
        rule=of.text("rule"),
    )


def _succession(value: Json, place: str) -> SuccessionRules:
    of = Fields(value, place, *(each.name for each in fields(SuccessionRules)))
    ways = [_way(of.member(name), f"{place}, {name}") for name in ("plurality", "ranked")]
    return SuccessionRules(*ways)


def _way(value: Json, place: str) -> Clause[str]:
    of = Fields(value, place, "value", "cite", "rule")
    return Clause(of.text("value"), of.text("cite"), of.text("rule"))


def _truth(value: Json, place: str) -> Clause[bool]:
    of = Fields(value, place, "value", "cite", "rule")
    return Clause(of.flag("value"), of.text("cite"), of.text("rule"))


def read_convention(value: Json, place: str) -> ConventionRules:
    """The rules of results.json by which officers go to conventions."""
    of = Fields(value, place, "order", "declared_last")
    order = Fields(of.member("order"), f"{place}, order", "value", "cite", "rule")
    return ConventionRules(
        Clause(order.texts("value"), order.text("cite"), order.text("rule")),
        _truth(of.member("declared_last"), f"{place}, declared_last"),
    )
