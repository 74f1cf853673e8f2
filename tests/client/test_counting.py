"""The browser's count against the core's: every round, figure, tie, margin and successor alike."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from random import Random
from typing import Any

import pytest

from app.core.counting import PRESETS, Profile, Tabulation, Tie, preset, rule_from, tabulate
from app.core.counting.succession import alternates, last_eliminated, recount
from app.core.faults import BadInput
from app.core.margins import margin
from app.core.results import follows
from app.core.secrecy.encoding import canonical
from app.core.ties import LETTERS, PersonName, lot_order
from app.documents.recognition import read_ballots
from tests.client.engines import Client, Refused
from tests.core.counting.test_reference import made_up
from tests.core.counting.test_shared_elections import CASES

ELECTIONS = 1_000
NAMES = ["Ng, Ann", "__proto__", "constructor", "7", "Núñez, Bo", "Li", "Ōta", "“Q”", "A\\B", "1"]
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "ties": ("lots", "earlier-round,lots"),
    "limit": ("none", "1", "2", "3", "03", "0"),
    "batch": ("none", "1/10", "2/6", "1/2", "2/3"),
    "precision": ("1", "2", "5", "12", "13"),
    "quota": ("droop", "droop-fraction", "hare", "dice"),
    "surplus": ("together", "largest-first"),
    "truncation": ("once", "twice"),
    "guarantee": ("red:1", " red :1,blue:2", "blue:2", "red:0", "red:1,red:2", ":1", "none"),
    "form": ("yes-no", "options"),
    "threshold": ("1/2", "2/3", "4/6", "1", "0", "3/2"),
    "passing": ("exceeded", "reached"),
    "base": ("for-and-against", "ballots-cast", "members-present", "members-eligible"),
    "quorum": ("none", "10", "3/10", "4/4"),
    "present": ("none", "40", "300"),
    "eligible": ("none", "60", "400"),
}
Json = dict[str, Any]


def election(seed: int) -> Json:
    """A made-up contest by any rule, some of its parameters set, now and then wrongly."""
    chance = Random(f"client {seed}")
    name = chance.choice([*PRESETS])
    candidates, rankings, seats, lots = made_up(chance)
    if preset(name).method in ("irv", "question") and chance.random() < 0.9:
        seats = 1
    if name == "question" and chance.random() < 0.8:
        candidates, rankings, lots = _marks(chance, rankings)
    parameters = {
        key: chance.choice(SETTINGS[key])
        for key in preset(name).parameters
        if chance.random() < 0.3 or key == "guarantee"
    }
    return {
        "names": NAMES[:candidates],
        "rankings": rankings,
        "rule": {"rule": name, "parameters": parameters},
        "seats": seats,
        "lots": lots,
        "groups": {str(each): chance.choice(["red", "blue"]) for each in range(candidates // 2)},
    }


def _marks(chance: Random, rankings: list[list[int]]) -> tuple[int, list[list[int]], list[int]]:
    options = chance.choice([2, 3])
    marks = [[chance.randrange(options)] if each else [] for each in rankings]
    return options, marks, chance.sample(range(options), options)


def by_core(given: Json) -> Json:
    """What the core makes of it, as the bridge tells it."""
    try:
        rule = rule_from(given["rule"])
        profile = Profile.from_rankings(len(given["names"]), given["rankings"])
        groups = {int(each): group for each, group in given["groups"].items()}
        seats, lots = given["seats"], given["lots"]
        found = tabulate(profile, rule, seats=seats, lots=lots, groups=groups)
    except BadInput as fault:
        return {"refused": str(fault)}
    count = found.as_json(given["names"])
    if count["awaiting"] is None:
        del count["awaiting"]
    count.setdefault("alternates", [])
    return {
        "count": count,
        "margin": margin(found),
        "followers": _followers(profile, found, lots),
    }


def _followers(profile: Profile, found: Tabulation, lots: list[int]) -> list[Any]:
    """Who would follow each of those elected."""
    if found.rule.method == "question":
        return []
    followers: list[Any] = []
    for gone in found.elected:
        if found.awaiting is not None:
            followers.append(None)
            continue
        if found.alternates is not None:
            followers.append(next(iter(alternates(found, found.elected)), None))
            continue
        sitting = [each for each in found.elected if each != gone]
        again = recount(profile, found, [gone], lots=lots, sitting=sitting).successors
        line = last_eliminated(found, [gone])
        last = min(line[0], key=lots.index) if line else None
        followers.append([again[0] if again else None, last])
    return followers


@cache
def elections() -> list[tuple[Json, Json]]:
    made = [election(seed) for seed in range(ELECTIONS)]
    return [(given, by_core(given)) for given in made]


def test_thousand_made_up_elections_are_counted_alike(client: Client) -> None:
    given = [each for each, _ in elections()]
    for ours, (asked, core) in zip(
        client("tabulations", elections=given), elections(), strict=True
    ):
        assert canonical(ours) == canonical(core), asked


def test_made_up_elections_hold_what_can_differ() -> None:
    """By each rule there are counts, ties, refusals, recounts and margins to compare."""
    found = [(given["rule"]["rule"], core) for given, core in elections()]
    counted = [(name, core) for name, core in found if "count" in core]
    assert {name for name, _ in counted} == {*PRESETS}
    assert len({core["refused"] for _, core in found if "refused" in core}) > 20
    kinds = {tie["kind"] for _, core in counted for tie in core["count"]["ties"]}
    assert kinds == {"election", "elimination", "surplus", "order"}
    assert {tie["settled_by"] for _, core in counted for tie in core["count"]["ties"]} == {
        "lots",
        "earlier-round",
    }
    for part in ("void", "unvoted", "guaranteed", "question", "parameters", "awaiting"):
        assert any(part in core["count"] for _, core in counted), part
    assert any(core["margin"] is not None and core["margin"] < 0 for _, core in counted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.parent.name))
def test_shared_election_is_counted_alike(client: Client, case: Any) -> None:
    """What the core's figures are compared with stands in test_shared_elections."""
    expected = json.loads(case.read_text())
    ballots = read_ballots(next(case.parent.glob("ballots.blt*")))
    rankings = [[*ranking] for ranking, times in ballots.profile.items() for _ in range(times)]
    given = {
        "names": [*ballots.names],
        "rankings": rankings + [[]] * ballots.profile.blanks,
        "rule": {"rule": expected["rule"]},
        "seats": expected["seats"],
        "lots": [ballots.names.index(name) for name in expected["lots"]],
        "groups": {},
    }
    assert canonical(client("tabulations", elections=[given])[0]) == canonical(by_core(given))


@pytest.mark.parametrize("name", PRESETS)
def test_rule_is_read_and_written_alike(client: Client, name: str) -> None:
    assert client("rule", data=preset(name).as_data()) == preset(name).parameters


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rule": "dice"},
        {"rule": "toString"},
        {"rule": "irv", "parameters": []},
        {"rule": "irv", "parameters": {"limit": 3}},
        {"rule": "irv", "parameters": {"seats": "3"}},
        {"rule": "irv", "parameters": {"limit": "0000000000003"}},
        {"rule": "irv", "lots": []},
    ],
)
def test_rule_that_is_none_is_refused_in_the_same_words(client: Client, data: Json) -> None:
    with pytest.raises(BadInput) as core:
        rule_from(data)
    with pytest.raises(Refused) as refused:
        client("rule", data=data)
    assert str(refused.value) == str(core.value)


LASTS = (
    *("Garcia", "Garza", "García", "Núñez", "Nunez Jr.", "O’Brien", "O'Brien", "Smith-Jones"),
    *("Ørsted", "Æsir", "Straße", "Łuk", "Đặng", "Þor", "van der Berg III", "Nguyễn", "ﬁnch"),
)
GIVEN = ("", "Ann", "Anne", "Ján", "Bo", "Đoàn")


def names_of(chance: Random) -> list[PersonName]:
    return [
        PersonName(
            chance.choice(LASTS),
            chance.choice(GIVEN),
            chance.choice(GIVEN),
            chance.choice(["", "Jr", "II"]),
            chance.choice(["", "", "", "Petrov"]),
        )
        for _ in range(chance.randint(2, 12))
    ]


def test_lot_order_and_the_letters_that_decide_are_alike(client: Client) -> None:
    for seed in range(100):
        chance = Random(seed)
        letters, names = "".join(chance.sample(LETTERS, 26)), names_of(chance)
        core = lot_order(letters, names)
        order = [*core.order]
        tie = Tie(1, "order", core.order, "lots", 0)
        assert client("lotOrder", letters=letters, names=[asdict(name) for name in names]) == {
            "order": order,
            "equal": [[*group] for group in core.equal],
            "reasons": tie.reason(core),
            "backwards": follows(order[::-1], core),
        }


@pytest.mark.parametrize(
    ("letters", "last"),
    [
        (LETTERS, "Иванов"),
        (LETTERS, "-"),
        (LETTERS[1:], "Ng"),
        ("AA", "Ng"),
        ("É" + LETTERS[1:], "Ng"),
        (", ".join(LETTERS).lower(), "Ng"),
    ],
)
def test_name_or_alphabet_without_an_order_is_refused_in_the_same_words(
    client: Client, letters: str, last: str
) -> None:
    names = [PersonName(last), PersonName("Ng")]
    try:
        core = str([*lot_order(letters, names).order])
    except BadInput as fault:
        core = str(fault)
    given = [asdict(name) for name in names]
    try:
        ours = str(client("lotOrder", letters=letters, names=given)["order"])
    except Refused as refusal:
        ours = str(refusal)
    assert ours == core
