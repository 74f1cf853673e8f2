import pytest
from rehearsal.held import ALPHABET

from app.core.counting import preset
from app.core.faults import BadInput
from app.core.results import (
    GroupFigures,
    count_contest,
    declared_result,
    follows,
    lot_order_digest,
    read_rule,
    reconcile,
    with_places,
)
from app.core.secrecy.encoding import canonical
from app.core.ties import lot_order, parse_name

NAMES = ("Alder, Ann", "Birch, Bo", "Cedar, Cy")
ORDER = lot_order(ALPHABET, [parse_name(name) for name in NAMES])


def test_contest_has_the_published_shape_and_what_a_recount_takes() -> None:
    counted = count_contest(
        "dean",
        NAMES,
        seats=1,
        rule=preset("irv"),
        lots=ORDER.order,
        rankings=[(0, 1), (0,), (1,), (2, 1), ()],
        alphabet=ORDER,
    ).as_json()
    assert list(counted) == [
        *("id", "rule", "seats", "ballots", "elected", "rounds", "ties", "alternates"),
        *("declared", "blank", "counting_rule", "lot_order", "alphabet"),
    ]
    assert (counted["ballots"], counted["blank"], counted["declared"]) == (5, 1, False)
    assert counted["counting_rule"] == preset("irv").as_data()
    assert counted["ties"] == [
        {
            "round": 1,
            "kind": "elimination",
            "tied": ["Birch, Bo", "Cedar, Cy"],
            "settled_by": "alphabet",
            "chosen": "Birch, Bo",
            "because": "Cedar before Birch: 1st letter, C (22nd) before B (24th)",
        }
    ]
    canonical(counted)


def test_contest_without_an_alphabet_settles_ties_by_its_lots() -> None:
    counted = count_contest(
        "dean", NAMES, seats=1, rule=preset("plurality"), lots=(2, 1, 0), rankings=[(0,), (2,)]
    ).as_json()
    assert counted["elected"] == ["Cedar, Cy"]
    assert counted["alternates"] == ["Alder, Ann"]
    assert counted["lot_order"] == ["Cedar, Cy", "Birch, Bo", "Alder, Ann"]
    assert counted["alphabet"] is None


def test_guaranteed_places_are_kept_for_the_candidates_that_the_rule_names() -> None:
    rule = preset("plurality-guaranteed").with_parameters({"guarantee": "Boston:1"})
    frozen = with_places(rule.as_data(), {"Cedar, Cy": "Boston"})
    read, places = read_rule(frozen)
    counted = count_contest(
        "board",
        NAMES,
        seats=2,
        rule=read,
        lots=(2, 1, 0),
        rankings=[(0,), (0,), (1,), (1,), (2,)],
        places=places,
    ).as_json()
    assert counted["elected"] == ["Cedar, Cy", "Birch, Bo"]
    assert counted["guaranteed"] == {"Cedar, Cy": "Boston"}
    assert counted["counting_rule"] == frozen


@pytest.mark.parametrize("places", ["Boston", ["Cedar, Cy"], {"Cedar, Cy": 1}])
def test_places_that_are_no_names_by_candidate_are_refused(places: object) -> None:
    with pytest.raises(BadInput, match="not names by candidate"):
        read_rule({**preset("plurality").as_data(), "places": places})  # type: ignore[dict-item]


@pytest.mark.parametrize("lots", [(0, 1), (0, 1, 1), (0, 1, 3)])
def test_lot_order_that_does_not_name_every_candidate_once_is_refused(lots: tuple[int]) -> None:
    with pytest.raises(BadInput, match="every candidate once"):
        count_contest("dean", NAMES, seats=1, rule=preset("irv"), lots=lots, rankings=[])


def test_lot_order_that_is_not_its_alphabets_is_refused() -> None:
    with pytest.raises(BadInput, match="not that of its alphabet"):
        count_contest(
            "dean",
            NAMES,
            seats=1,
            rule=preset("irv"),
            lots=ORDER.order[::-1],
            rankings=[],
            alphabet=ORDER,
        )


def test_names_equal_in_the_alphabet_may_stand_as_they_were_drawn() -> None:
    order = lot_order(ALPHABET, [parse_name(name) for name in ("Elm, Ed", "Fir, Flo", "Elm, Ed")])
    assert order.equal == ((0, 2),)
    assert follows((0, 2, 1), order)
    assert follows((2, 0, 1), order)
    assert not follows((0, 1, 2), order)


def test_lot_order_digest_is_of_the_names_best_first() -> None:
    assert lot_order_digest(NAMES, (2, 0, 1)) == lot_order_digest(NAMES[::-1], (0, 2, 1))
    assert lot_order_digest(NAMES, (2, 0, 1)) != lot_order_digest(NAMES, (0, 1, 2))


def test_declared_contest_has_all_its_candidates_elected() -> None:
    declared = declared_result("dean", ["Alder, Ann"], seats=1)
    assert (declared["elected"], declared["declared"]) == (["Alder, Ann"], True)


FIGURES = GroupFigures(1, eligible=10, issued=6, paper=3, cast=5, counted=6, malformed=1, spoiled=1)


def test_reconciliation_balances_when_every_ballot_is_accounted_for() -> None:
    told = reconcile([FIGURES])
    assert told["balanced"] is True
    assert told["groups"] == [
        {
            "group_id": 1,
            "eligible": 10,
            "issued": 6,
            "paper": 3,
            "cast": 5,
            "counted": 6,
            "malformed": 1,
            "spoiled": 1,
        }
    ]


@pytest.mark.parametrize(
    "figures",
    [
        GroupFigures(1, eligible=10, issued=6, paper=2, cast=5, counted=5, malformed=1),
        GroupFigures(1, eligible=10, issued=6, paper=2, cast=5, counted=7, malformed=1),
        GroupFigures(1, eligible=10, issued=4, paper=2, cast=5, counted=6, malformed=1),
        GroupFigures(1, eligible=10, issued=6, paper=3, cast=5, counted=6, malformed=1),
        GroupFigures(1, eligible=7, issued=6, paper=2, cast=5, counted=6, malformed=1),
    ],
    ids=[
        "ballot lost",
        "ballot too many",
        "cast beyond issued",
        "spoiled and not told",
        "voted twice by paper",
    ],
)
def test_reconciliation_that_misses_or_gains_a_ballot_does_not_balance(
    figures: GroupFigures,
) -> None:
    assert reconcile([FIGURES, figures])["balanced"] is False
