import pytest

from app.core.counting import PRESETS, preset, rule_from
from app.core.faults import BadInput


@pytest.mark.parametrize("name", PRESETS)
def test_rule_written_as_data_reads_back_the_same(name: str) -> None:
    assert rule_from(preset(name).as_data()) == preset(name)


def test_rule_shows_all_its_parameters() -> None:
    assert preset("stv-wigm").as_data() == {
        "rule": "stv-wigm",
        "parameters": {
            "precision": "4",
            "surplus": "together",
            "truncation": "twice",
            "limit": "none",
            "ties": "lots",
        },
    }


def test_rules_have_different_digests_and_texts() -> None:
    assert len({rule.digest for rule in PRESETS.values()}) == len(PRESETS)
    assert len({rule.text for rule in PRESETS.values()}) == len(PRESETS)
    assert all(len(rule.digest) == 32 for rule in PRESETS.values())


def test_rule_with_a_parameter_set_has_another_digest_and_names_the_change() -> None:
    rule = preset("irv").with_parameters({"limit": "5"})
    assert rule.digest != preset("irv").digest
    assert rule.changes == {"limit": "5"}
    assert rule.text.endswith("; only the first 5 choices on a ballot count.")


def test_unknown_rule_is_refused() -> None:
    with pytest.raises(BadInput, match="no counting rule is called 'borda'"):
        preset("borda")


@pytest.mark.parametrize(
    ("name", "key", "text", "says"),
    [
        ("irv", "precision", "4", "irv has no parameter 'precision'; it has batch, limit, ties"),
        ("plurality", "ties", "lots", "plurality has no parameter 'ties'"),
        ("stv-wigm", "precision", "0", "the decimals of a ballot's value are 1 to 12"),
        ("stv-wigm", "precision", "13", "the decimals of a ballot's value are 1 to 12"),
        ("stv-wigm", "surplus", "random", "surplus=random: it is together or largest-first"),
        ("stv-wigm", "truncation", "never", "truncation=never: it is once or twice"),
        ("irv", "limit", "0", "limit=0: the number of ranks that count is none or 1 to 999"),
        ("irv", "limit", "five", "limit=five"),
        ("irv", "limit", "1000", "limit=1000"),
        ("irv", "ties", "random", "the tie steps are lots or earlier-round,lots"),
        ("irv", "batch", "1/0", "batch=1/0: the share is none or a fraction"),
        ("irv", "batch", "2/3", "at most 1/2"),
        ("irv", "batch", "0/9", "batch=0/9"),
        ("irv", "batch", "10%", "batch=10%"),
        ("irv-ten-percent", "batch", "none", "batch=none contradicts irv-ten-percent"),
    ],
)
def test_parameter_unknown_or_contradictory_is_refused(
    name: str, key: str, text: str, says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        preset(name).with_parameters({key: text})
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"rule": 3}, "a counting rule is"),
        ({"rule": "irv", "parameters": ["limit"]}, "a counting rule is"),
        ({"rule": "irv", "seats": 2}, "a counting rule has no 'seats'"),
        ({"rule": "irv", "parameters": {"limit": 5}}, "the parameter 'limit' of irv must be text"),
    ],
)
def test_rule_data_of_another_shape_is_refused(data: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        rule_from(data)
