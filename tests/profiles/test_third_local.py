"""A third local is a profile and nothing else: these are the bylaws of an invented one."""

from datetime import date

from app import profiles
from app.core.calendar import propose
from app.core.contests import contests_of
from app.core.eligibility import may_stand
from app.core.facts import Facts
from app.core.nominations import is_uncontested
from app.core.roll import Kind, Member, StandingPeriod, Status

LIGHTHOUSE_KEEPERS = """
extends = "lmrda_baseline"
title = "Lighthouse Keepers Local 3"
short_title = "Local 3"
source = "Bylaws of an invented local"
channels = { value = ["mail"], cite = "Local 3 Art. 2", rule = "K2" }

[terms]
years = { value = 4, cite = "Local 3 Art. 1", rule = "K1" }
every = { value = 4, cite = "Local 3 Art. 1", rule = "K1" }
counting_from = { value = 2027, cite = "Local 3 Art. 1", rule = "K1" }
begins = { value = "01-06", cite = "Local 3 Art. 1", rule = "K1" }

[committee]
least = { value = 2, cite = "Local 3 Art. 2", rule = "K2" }
candidates_barred = { value = false, cite = "Local 3 Art. 2", rule = "K2" }
signers_at_least = { value = 2, cite = "Local 3 Art. 2", rule = "K2" }
signers_majority = { value = false, cite = "Local 3 Art. 2", rule = "K2" }

[membership]
voting_kinds = { value = ["active", "retired"], cite = "Local 3 Art. 3", rule = "K3" }
standing_kinds = { value = ["active"], cite = "Local 3 Art. 3", rule = "K3" }
good_standing = { value = true, cite = "Local 3 Art. 3", rule = "K3" }
months_before_nomination = { value = 12, cite = "Local 3 Art. 4", rule = "K4" }

[[units]]
field = "chapter"
closed = true
cite = "Local 3 Art. 5"
rule = "K5"

[units.names]
coast = ["Coast Chapter"]
islands = ["Islands Chapter", "Chapter of the Isles"]

[[contests]]
office = "keeper"
group = "keeper"
title = "Head Keeper"
seats = 1
cite = "Local 3 Art. 6"
rule = "K6"

[[contests]]
office = "board"
group = "board"
title = "Board, {chapter}"
over = "chapter"
seats = { apportioned = "lamps" }
cite = "Local 3 Art. 7"
rule = "K7"

[[contests]]
office = "further"
group = "board"
title = "Further board members, {chapter}"
over = "chapter"
seats = { fill_to = 5 }
cite = "Local 3 Art. 7"
rule = "K7"

[[apportionments]]
name = "lamps"
title = "Board members of a chapter"
per = 10
base = 0
beyond = 0
least = 2
major_portion = false
cite = "Local 3 Art. 7"
rule = "K7"

[[exclusivities]]
name = "one lamp"
groups = ["keeper", "board"]
at = "acceptance"
by_choice = true
cite = "Local 3 Art. 8"
rule = "K8"

[counting]
method = { value = "ranked", cite = "Local 3 Art. 9", rule = "K9" }
one_seat = { value = "irv", cite = "Local 3 Art. 9", rule = "K9" }
several_seats = { value = "stv-scottish", cite = "Local 3 Art. 9", rule = "K9" }
plurality = { value = "plurality", cite = "Local 3 Art. 9", rule = "K9" }

[ties]
method = { value = "lots", cite = "Local 3 Art. 10", rule = "K10" }
equal_names = { value = "lots", cite = "Local 3 Art. 10", rule = "K10" }
eliminations = { value = true, cite = "Local 3 Art. 10", rule = "K10" }

[nominations]
write_ins = { value = false, cite = "Local 3 Art. 11", rule = "K11" }
uncontested = { value = false, cite = "Local 3 Art. 11", rule = "K11" }

[succession]
plurality = { value = "next highest", cite = "Local 3 Art. 12", rule = "K12" }
ranked = { value = "last eliminated", cite = "Local 3 Art. 12", rule = "K12" }

[calendar]
anchor = "term_begins"
anchor_title = "The new keepers take the lamp"
time_zone = "America/Anchorage"

[[calendar.milestones]]
id = "voting_opens"
title = "Voting opens"
after = "term_begins"
days = { value = -40, cite = "Local 3 Art. 13", rule = "K13" }
"""

RULES = profiles.read("lighthouse_keepers", LIGHTHOUSE_KEEPERS.encode())
ON = date(2030, 10, 1)
KEEPER = Facts(
    Member("1", kind=Kind.ACTIVE, chapter="Chapter of the Isles"),
    (StandingPeriod(date(2029, 10, 1), None, Status.GOOD),),
    accepted=(),
)


def test_contests_follow_the_third_locals_bylaws() -> None:
    roll = [Member(str(number), kind=Kind.ACTIVE, chapter="coast") for number in range(35)]
    found = {contest.id: contest.seats for contest in contests_of(RULES, roll=roll)}
    assert found == {
        "keeper": 1,
        "coast-board": 3,
        "coast-further": 2,
        "islands-board": 2,
        "islands-further": 3,
    }


def test_candidates_follow_the_third_locals_bylaws() -> None:
    contests = {contest.id: contest for contest in contests_of(RULES)}
    assert may_stand(KEEPER, contests["keeper"], RULES, on=ON).granted
    assert may_stand(KEEPER, contests["islands-board"], RULES, on=ON).granted
    early = may_stand(KEEPER, contests["coast-board"], RULES, on=date(2030, 9, 30))
    assert [row.rule for row in early.findings if not row.met] == ["K4", "K7"]
    assert not is_uncontested(1, 1, RULES)


def test_calendar_follows_the_third_locals_bylaws() -> None:
    proposed = propose(RULES, today=ON)
    assert [row.on for row in proposed.appointments] == [date(2030, 11, 27), date(2031, 1, 6)]
