import re
from collections.abc import Mapping, Sequence

from app.core.convention import convention_of
from app.core.results import ContestCount
from app.core.seating import Filled, Seating, is_open, seat
from app.core.secrecy.encoding import Json, Malformed, canonical
from app.core.secrecy.evidence import Evidence
from app.core.secrecy.fields import Fields
from app.core.secrecy.published_results import Results, elected_of
from app.core.secrecy.published_rules import read_convention
from app.core.secrecy.report import Outcome, verified

_NAMESAKE = re.compile(r" \(\d+\)$")


def check_seats(evidence: Evidence) -> Outcome:
    """Everybody is seated again from the ballots, and results.json must say the same.

    The seat rules, who of several contests is one person, who held an office before, and a
    winner's own choice are the registrar's word, in results.json for all to read; so are the
    seats of a board that go by the size of units, which no ballot tells.
    """
    results = evidence.results
    counts = {each: found for group in evidence.groups for each, found in group.recounts.items()}
    asked = {each.id for each in evidence.manifest.contests if each.question is not None}
    filled = [
        _filled(results, each, counts.get(each)) for each in results.contests if each not in asked
    ]
    _check_titles(evidence, filled)
    _check_people(results, filled)
    _check_choices(results, filled)
    found = seat(filled, results.seat_rules, results.choices, results.previous)
    _check_seating(results, found)
    _check_convention(results, found, filled)
    return verified(f"{len(found.seats)} seats, {sum(each.seats for each in found.empty)} vacant")


def _filled(results: Results, contest_id: str, count: ContestCount | None) -> Filled:
    contest = results.contest(contest_id)
    names = elected_of(contest_id, contest) if count is None else list(count.candidates)
    seats = contest.get("seats") if count is None else count.tabulation.seats
    if type(seats) is not int:
        raise Malformed(f"{contest_id}: seats of results.json is not a number")
    return Filled(
        contest_id,
        title=_text(contest, "title", contest_id),
        group=_text(contest, "group", contest_id),
        cite=_text(contest, "cite", contest_id),
        seats=seats,
        names=names,
        people=_people(contest.get("people"), names, contest_id),
        count=count,
    )


def _text(contest: Mapping[str, Json], name: str, contest_id: str) -> str:
    text = contest.get(name)
    if not isinstance(text, str) or not text:
        raise Malformed(f"{contest_id}: {name} of results.json is not a text")
    return text


def _people(value: Json, names: Sequence[str], contest_id: str) -> list[str]:
    """Each candidate's key in the order of the names; no two are one person."""
    people = value if isinstance(value, Mapping) else {}
    keys = [key for name in names if isinstance(key := people.get(name), str) and key]
    if len(keys) != len(people) or len(set(keys)) != len(names):
        raise Malformed(f"{contest_id}: people of results.json does not name each candidate once")
    return keys


def _check_titles(evidence: Evidence, filled: Sequence[Filled]) -> None:
    titles = {each.id: each.title for each in evidence.manifest.contests}
    for each in filled:
        if titles.get(each.id, each.title) != each.title:
            raise Malformed(f"{each.id}: its title is not that of the manifest")


def _check_people(results: Results, filled: Sequence[Filled]) -> None:
    """Nobody has two names, but for the numbers that tell namesakes apart in one contest."""
    called = [(each.id, key, name) for each in filled for key, name in each.named.items()]
    called += [(each.office, each.person, each.name) for each in results.previous]
    known: dict[str, str] = {}
    for place, key, name in called:
        bare = _NAMESAKE.sub("", name)
        if known.setdefault(key, bare) != bare:
            raise Malformed(f"{place}: {key} is called both {known[key]!r} and {bare!r}")


def _check_choices(results: Results, filled: Sequence[Filled]) -> None:
    for key, contest_id in results.choices.items():
        if not is_open(filled, results.seat_rules, results.choices, key):
            raise Malformed(f"{key} has no choice of {contest_id}")


def _check_seating(results: Results, found: Seating) -> None:
    """The first row that differs is named."""
    published = [each.as_json() for each in results.seating]
    ours = [each.as_json() for each in found.seats]
    for said, is_so in zip(published, ours, strict=False):
        if said != is_so:
            raise Malformed(
                f"{said['contest']}: the seat of {said['member']!r} is not as the ballots fill it"
            )
    if len(published) != len(ours):
        raise Malformed(f"{len(published)} seats are published, and the ballots fill {len(ours)}")
    if canonical([each.as_json() for each in found.empty]) != canonical(results.vacancies):
        raise Malformed("the vacancies of results.json are not those that the ballots leave")


def _check_convention(results: Results, found: Seating, filled: Sequence[Filled]) -> None:
    """The officers stand in the order that their rank, votes and lots give, where any go."""
    if results.convention is None:
        return
    of = Fields(results.convention, "results.json, convention", "rules", "lots", "delegates")
    rules = read_convention(of.member("rules"), "results.json, convention, rules")
    ours = convention_of(found.held, filled, rules, of.texts("lots")).as_json()
    if canonical(ours) != canonical(results.convention):
        raise Malformed("the convention's delegates are not in the order of rank, votes and lots")
