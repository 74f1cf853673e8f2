from collections.abc import Mapping, Sequence
from hashlib import sha256

from app.core.counting import Rule
from app.core.results import ContestCount, count_contest, lot_order_digest, read_rule
from app.core.secrecy.encoding import Json, Malformed, canonical
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import BallotContest
from app.core.secrecy.payloads import Choices
from app.core.secrecy.published_results import Results
from app.core.ties import LotOrder, PersonName, lot_order


def recount(results: Results, contest: BallotContest, ballots: Sequence[Choices]) -> ContestCount:
    """The contest counted again from the ballots, by the rule and lots that the manifest froze.

    Rule, lot order and alphabet are read from results.json; Malformed where rule or lots are not
    those whose digests the manifest holds.
    """
    published = results.contest(contest.id)
    place = f"results.json, {contest.id}"
    rule, places = _rule(published.get("counting_rule"), contest, place)
    return count_contest(
        contest.id,
        contest.candidates,
        seats=contest.seats,
        rule=rule,
        lots=_lots(published.get("lot_order"), contest, place),
        rankings=([number - 1 for number in ballot[contest.id]] for ballot in ballots),
        alphabet=_alphabet(published.get("alphabet"), place),
        places=places,
    )


def _rule(value: Json, contest: BallotContest, place: str) -> tuple[Rule, Mapping[str, str]]:
    if not isinstance(value, Mapping):
        raise Malformed(f"{place}: counting_rule is not an object")
    if sha256(canonical(value)).digest() != contest.counting_rule:
        raise Malformed(f"{place}: the counting rule is not the one that the manifest froze")
    return read_rule(value)


def _lots(value: Json, contest: BallotContest, place: str) -> list[int]:
    places = {name: index for index, name in enumerate(contest.candidates)}
    names = value if isinstance(value, list) else []
    lots = [places[name] for name in names if isinstance(name, str) and name in places]
    if len(lots) != len(names) or sorted(lots) != sorted(places.values()):
        raise Malformed(f"{place}: lot_order does not name every candidate once")
    if lot_order_digest(contest.candidates, lots) != contest.lot_order:
        raise Malformed(f"{place}: the lot order is not the one that the manifest froze")
    return lots


def _alphabet(value: Json, place: str) -> LotOrder | None:
    if value is None:
        return None
    place = f"{place}, alphabet"
    of = Fields(value, place, "letters", "names")
    return lot_order(of.text("letters"), of.each("names", _name))


def _name(value: Json, place: str) -> PersonName:
    parts = "last", "first", "middle", "suffix", "latin_last"
    Fields(value, place, *parts)
    texts = [value[part] for part in parts] if isinstance(value, Mapping) else []
    words = [text for text in texts if isinstance(text, str)]
    if len(words) != len(parts):
        raise Malformed(f"{place} is not a name in texts")
    return PersonName(*words)
