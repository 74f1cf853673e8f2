from hashlib import sha256

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
            "quota": "droop",
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
        ("stv-wigm", "precision", "0", "precision=0: the decimals of a ballot's value"),
        ("stv-wigm", "precision", "13", "from 1 to 12"),
        ("stv-wigm", "precision", "٤", "precision=٤"),
        ("stv-wigm", "quota", "imperiali", "quota=imperiali: it is droop or"),
        ("stv-wigm", "surplus", "random", "surplus=random: it is together or largest-first"),
        ("stv-wigm", "truncation", "never", "truncation=never: it is once or twice"),
        ("irv", "limit", "0", "limit=0: the ranks that count is a number from 1 to 999"),
        ("irv", "limit", "five", "limit=five"),
        ("irv", "limit", "1000", "limit=1000"),
        ("irv", "ties", "random", "the tie steps are lots or earlier-round,lots"),
        ("irv", "batch", "1/0", "batch=1/0: the share below which all leave is a fraction"),
        ("irv", "batch", "2/3", "at most 1/2"),
        ("irv", "batch", "0/9", "batch=0/9"),
        ("irv", "batch", "10%", "batch=10%"),
        ("irv", "batch", "1/x", "batch=1/x"),
        ("plurality-guaranteed", "guarantee", "a:0", "write GROUP:NUMBER"),
        ("plurality-guaranteed", "guarantee", ":1", "write GROUP:NUMBER"),
        ("plurality-guaranteed", "guarantee", "a:1,a:2", "a group stands in it twice"),
        ("question", "threshold", "4/3", "threshold=4/3: what a question needs is a fraction"),
        ("question", "base", "everybody", "base=everybody: it is for-and-against or"),
        ("question", "base", "members-present", "base=members-present needs present=NUMBER"),
        ("question", "base", "members-eligible", "base=members-eligible needs eligible=NUMBER"),
        ("question", "quorum", "3/10", "it needs eligible=NUMBER"),
        ("question", "quorum", "1/1", "a quorum is a number like 100 or a share like 3/10"),
        ("question", "quorum", "1000000000000", "a quorum is a number"),
        ("question", "present", "0", "present=0: the members present is a number from 1 to"),
        ("question", "present", "1000000001", "from 1 to 1000000000"),
        ("question", "eligible", "0", "eligible=0: the members eligible is a number from 1 to"),
        ("question", "eligible", "1000000001", "from 1 to 1000000000"),
        ("question", "quorum", "11/10", "a quorum is a number like 100 or a share like 3/10"),
        ("question", "quorum", "0", "a quorum is a number"),
        ("question", "quorum", "many", "a quorum is a number"),
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
    ("name", "key", "text"),
    [
        ("question", "quorum", "1"),
        ("question", "quorum", "999999999999"),
        ("question", "present", "1"),
        ("question", "present", "1000000000"),
        ("question", "eligible", "1"),
        ("question", "eligible", "1000000000"),
        ("question", "threshold", "1"),
        ("irv", "batch", "1/2"),
        ("irv", "limit", "1"),
        ("irv", "limit", "999"),
        ("stv-wigm", "precision", "1"),
        ("stv-wigm", "precision", "12"),
        ("plurality-guaranteed", "guarantee", "all of us:1"),
    ],
)
def test_parameter_at_the_edge_of_what_it_may_be_is_kept(name: str, key: str, text: str) -> None:
    assert preset(name).with_parameters({key: text}).parameters[key] == text


def test_all_members_eligible_may_be_present() -> None:
    rule = preset("question").with_parameters({"present": "9", "eligible": "9"})
    assert (rule.present, rule.eligible) == (9, 9)


def test_parameters_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BadInput, match="nothing exceeds all votes"):
        preset("question").with_parameters({"threshold": "1", "passing": "exceeded"})
    with pytest.raises(BadInput, match="present=9 and eligible=8 contradict"):
        preset("question").with_parameters({"present": "9", "eligible": "8"})


def test_threshold_of_one_half_is_to_be_exceeded_and_any_other_reached() -> None:
    question = preset("question")
    assert question.parameters["passing"] == "exceeded"
    assert question.with_parameters({"threshold": "2/3"}).passing == "reached"
    assert question.with_parameters({"threshold": "2/4"}).passing == "exceeded"
    assert question.with_parameters({"threshold": "1", "passing": "reached"}).passing == "reached"


@pytest.mark.parametrize(
    ("name", "settings", "says"),
    [
        (
            "question",
            {"threshold": "2/3", "quorum": "360"},
            "The question is carried if at least 2/3 of the votes for and against are for it and"
            " at least 360 members take part.",
        ),
        (
            "question",
            {"base": "members-present", "present": "80", "quorum": "1/4", "eligible": "200"},
            "The question is carried if more than 1/2 of the 80 members present are for it and at"
            " least 1/4 of the 200 members eligible take part.",
        ),
        (
            "stv-scottish",
            {"quota": "hare"},
            "Rank the candidates; whoever reaches the quota, the ballots divided by the seats,"
            " rounded down, plus one, is elected, what a winner has above it goes on to the next"
            " choices at a reduced value of 5 decimals, the largest such surplus first, and when"
            " nobody reaches it the one with fewest leaves, until the seats are filled; equals are"
            " parted by the latest earlier round in which they differed.",
        ),
        (
            "irv",
            {"batch": "1/20", "limit": "6"},
            "Rank the candidates; if nobody has more than half of the first choices, all with less"
            " than 1/20 of them leave together, then the one with fewest leaves at a time, each"
            " ballot going to its next choice, until one has more than half; only the first 6"
            " choices on a ballot count.",
        ),
        (
            "plurality-guaranteed",
            {"guarantee": "worcester:1,boston:2"},
            "Mark up to as many candidates as there are seats; first the places guaranteed to"
            " groups (worcester:1,boston:2) go to the best of each, then those with most marks"
            " are elected, and who has no mark is not.",
        ),
    ],
)
def test_rule_says_in_one_sentence_what_was_set(
    name: str, settings: dict[str, str], says: str
) -> None:
    rule = preset(name).with_parameters(settings)
    assert rule.text == says
    assert rule_from(rule.as_data()) == rule


def test_digest_is_over_the_canonical_json_in_utf_8() -> None:
    rule = preset("plurality-guaranteed").with_parameters({"guarantee": "Añasco:1"})
    text = '{"parameters":{"guarantee":"Añasco:1"},"rule":"plurality-guaranteed"}'
    assert rule.digest == sha256(text.encode()).digest()


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
