import pytest

from app.core.faults import BadInput
from app.core.ties import PersonName, compare, fold, lot_order, parse_name, validate_alphabet

OREGON_2023 = "EPHDZWATORJFQSCIUMNBXKYLGV"


def ordered(*names: str) -> list[str]:
    order = lot_order(OREGON_2023, [parse_name(name) for name in names])
    return [names[candidate] for candidate in order.order]


def because(one: str, other: str) -> str:
    return compare(OREGON_2023, parse_name(one), parse_name(other)).because


def test_lot_order_goes_letter_by_letter_in_the_alphabet() -> None:
    assert ordered("Garcia, Luis", "Garza, Ana") == ["Garza, Ana", "Garcia, Luis"]
    expected = "Garza before Garcia: 4th letter, Z (5th) before C (15th)"
    assert because("Garcia, Luis", "Garza, Ana") == expected


def test_lot_order_puts_the_end_of_a_name_first() -> None:
    assert ordered("Leeds, A", "Lee, Z") == ["Lee, Z", "Leeds, A"]
    expected = "Lee before Leeds: 4th letter, the end of the name before D (4th)"
    assert because("Leeds, A", "Lee, Z") == expected


def test_lot_order_of_equal_last_names_goes_by_first_then_middle_name() -> None:
    assert ordered("Garza, Luis", "Garza, Ana") == ["Garza, Ana", "Garza, Luis"]
    assert because("Garza, Luis", "Garza, Ana") == (
        "Garza, Ana before Garza, Luis: same last name; first name, 1st letter,"
        " A (7th) before L (24th)"
    )
    assert ordered("Garza, Ana B", "Garza, Ana") == ["Garza, Ana", "Garza, Ana B"]


def test_lot_order_never_runs_one_name_into_the_next() -> None:
    # As one run of letters both would be LEEDA.
    assert ordered("Leed, A", "Lee, Da") == ["Lee, Da", "Leed, A"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Núñez", "NUNEZ"),
        ("Nunez\u0303", "NUNEZ"),
        ("Ørsted", "ORSTED"),
        ("Ǿrsted", "ORSTED"),
        ("Æbelø", "AEBELO"),
        ("Œuvrard", "OEUVRARD"),
        ("Groß", "GROSS"),
        ("Łukasz", "LUKASZ"),
        ("Đinh", "DINH"),
        ("Ðorð", "DORD"),
        ("Þór", "THOR"),
        ("O'Brien", "OBRIEN"),
        ("O’Brien", "OBRIEN"),
        ("Smith-Jones", "SMITHJONES"),
        ("Smith‐Jones", "SMITHJONES"),
        ("de la Cruz", "DELACRUZ"),
        ("St. John", "STJOHN"),
    ],
)
def test_folding_by_the_published_rules(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "written",
    ["Garza Jr, Ana", "Garza Jr., Ana", "Garza, Ana, Jr.", "Garza III, Ana", "Garza, Ana IV"],
)
def test_suffix_does_not_count_wherever_it_stands(written: str) -> None:
    order = lot_order(OREGON_2023, [parse_name("Garza, Ana"), parse_name(written)])
    assert order.equal == ((0, 1),)


def test_suffix_does_not_count_after_a_last_name_of_several_words() -> None:
    names = [parse_name("de la Cruz, Ana"), parse_name("de la Cruz Jr., Ana")]
    assert lot_order(OREGON_2023, names).equal == ((0, 1),)


def test_name_is_read_part_by_part() -> None:
    assert parse_name("de la Cruz, Ana Maria Luz, Jr.") == PersonName(
        last="de la Cruz", first="Ana", middle="Maria Luz", suffix="Jr."
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
        (112, "112th"),
        (121, "121st"),
    ],
)
def test_place_of_the_deciding_letter_is_counted_in_words(place: int, words: str) -> None:
    alike = "A" * (place - 1)
    assert f": {words} letter, E (1st)" in because(f"{alike}V, Ana", f"{alike}E, Ana")


def test_suffix_alone_is_a_last_name() -> None:
    assert parse_name("Jr, Ana").folded("last name") == "JR"


def test_names_equal_after_folding_stay_equal_and_out_of_the_lots() -> None:
    names = [parse_name(name) for name in ("Núñez, Jo", "Zhou, Wei", "Nunez, JO")]
    order = lot_order(OREGON_2023, names)
    assert order.equal == ((0, 2),)
    assert order.order == (1, 0, 2)
    assert order.lots == (1,)
    assert "equal after folding: a lot must be drawn" in order.comparisons[1].because


def test_other_script_needs_its_latin_form() -> None:
    with pytest.raises(BadInput, match="enter its Latin form"):
        lot_order(OREGON_2023, [PersonName("Шевченко", "Ana")])
    latin = PersonName("Шевченко", "Ana", latin_last="Shevchenko")
    assert latin.folded("last name") == "SHEVCHENKO"
    comparison = compare(OREGON_2023, latin, parse_name("Smith, Bo"))
    assert comparison.because.startswith("Шевченко (Shevchenko) before Smith: 2nd letter")


def test_first_name_in_another_script_is_refused_only_where_it_decides() -> None:
    foreign = PersonName("Smith", "Анна")
    assert lot_order(OREGON_2023, [foreign, PersonName("Jones", "Bo")]).order == (1, 0)
    with pytest.raises(BadInput, match="enter its Latin form"):
        lot_order(OREGON_2023, [foreign, PersonName("Smith", "Bo")])


@pytest.mark.parametrize("name", ["Ana Garza", ", Ana", ""])
def test_name_not_written_last_first_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match='a name is written "Last, First Middle"'):
        parse_name(name)


def test_name_without_letters_is_refused() -> None:
    with pytest.raises(BadInput, match="no letters to compare"):
        lot_order(OREGON_2023, [parse_name("-, Ana")])


@pytest.mark.parametrize(
    ("letters", "says"),
    [
        ("EPHDZWATORJFQSCIUMNBXKYLG", "lacks V"),
        ("EPHDZWATORJFQSCIUMNBXKYLGVV", "has V twice"),
        ("EPHDZWATORJFQSCIUMNBXKYLG1", "has '1'"),
    ],
)
def test_alphabet_that_is_none_is_refused(letters: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        validate_alphabet(letters)


def test_alphabet_may_be_written_with_spaces_and_small() -> None:
    assert validate_alphabet(" ".join(OREGON_2023).lower()) == OREGON_2023
