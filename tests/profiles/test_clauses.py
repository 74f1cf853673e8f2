"""The rows of RULES that a profile settles by a value alone, each with its clause."""

from datetime import date

import pytest

from app import profiles
from app.core.clause import Clause
from app.core.counting.rule import preset
from app.core.nominations import is_uncontested
from app.core.rules import LocalRules
from app.profiles.adopting import Setting, adopt

LOCAL_99, LOCAL_509 = profiles.load("homecare_local_99"), profiles.load("local_509")


def clauses(rules: LocalRules) -> dict[str, Clause[object]]:
    found = {
        "channels": rules.channels,
        "write-ins": rules.write_ins,
        "uncontested": rules.uncontested,
        "method": rules.counting.method,
        "one seat": rules.counting.one_seat,
        "several seats": rules.counting.several_seats,
        "ties": rules.ties.method,
        "eliminations": rules.ties.eliminations,
        "vacated in votes": rules.succession.plurality,
        "vacated in ranks": rules.succession.ranked,
        "months": rules.membership.months_before_nomination,
        "term": rules.terms.years,
    }
    return dict(found)


@pytest.mark.parametrize(
    ("rules", "name", "value", "row", "cite"),
    [
        (LOCAL_99, "term", 2, "H2", "Local 99 Bylaws Art. III s.1"),
        (LOCAL_99, "channels", ("mail", "electronic"), "H6", "Local 99 Bylaws Art. III s.5"),
        (LOCAL_99, "method", "ranked", "H9", "Local 99 Bylaws Art. III s.7"),
        (LOCAL_99, "one seat", "irv-ten-percent", "H11", "Local 99 Bylaws Art. III s.7"),
        (LOCAL_99, "several seats", "stv-wigm", "H11", "Local 99 Bylaws Art. III s.7"),
        (LOCAL_99, "write-ins", False, "H13", "Local 99 Bylaws Art. III s.9"),
        (LOCAL_99, "ties", "alphabet", "H14", "Local 99 Bylaws Art. III s.10"),
        (LOCAL_99, "eliminations", True, "H14", "decision 0005"),
        (LOCAL_99, "uncontested", True, "H15", "decision 0010"),
        (LOCAL_99, "vacated in votes", "next highest", "H21", "Local 99 Bylaws Art. X"),
        (LOCAL_99, "vacated in ranks", "recount", "H21", "Local 99 Bylaws Art. XI s.1"),
        (LOCAL_99, "months", 0, "H26", "Local 99 Bylaws name no term of membership"),
        (LOCAL_509, "term", 3, "M12", "Local 509 Constitution Art. V s.5"),
        (LOCAL_509, "channels", ("mail",), "M14", "Local 509 Constitution Art. V s.10"),
        (LOCAL_509, "write-ins", False, "M14", "Local 509 Constitution Art. V s.10"),
        (LOCAL_509, "method", "plurality", "M15", "Local 509 Constitution Art. V s.11"),
        (LOCAL_509, "ties", "lots", "M15", "decision 0020"),
        (LOCAL_509, "uncontested", True, "M13", "Local 509 Constitution Art. V s.6"),
        (LOCAL_509, "months", 6, "M2", "Local 509 Constitution Art. V s.7"),
    ],
)
def test_row_is_settled_by_its_clause(
    rules: LocalRules, name: str, value: object, row: str, cite: str
) -> None:
    clause = clauses(rules)[name]
    assert (clause.value, clause.rule) == (value, row)
    assert clause.cite.startswith(cite)


def test_h8_delegates_are_elected_by_plurality_and_no_other() -> None:
    by_plurality = [row.office for row in LOCAL_99.contests if row.method is not None]
    assert by_plurality == ["delegates"]


@pytest.mark.parametrize("rules", [LOCAL_99, LOCAL_509])
def test_every_proposed_counting_rule_is_one_that_counts(rules: LocalRules) -> None:
    counting = rules.counting
    named = [counting.one_seat, counting.several_seats, counting.plurality, counting.guaranteed]
    for clause in named:
        assert clause is None or preset(clause.value).name == clause.value


@pytest.mark.parametrize(("candidates", "declared"), [(1, True), (2, False)])
def test_m13_one_nominee_is_declared_elected(candidates: int, declared: bool) -> None:
    assert is_uncontested(candidates, 1, LOCAL_509) is declared


def test_m14_electronic_voting_waits_for_its_adoption() -> None:
    reason = "adopted by the Joint Executive Board"
    by = "the Recording Secretary"
    setting = Setting("channels", ["mail", "electronic"], reason, by, date(2028, 3, 1))
    assert adopt("local_509", [setting]).channels.value == ("mail", "electronic")
