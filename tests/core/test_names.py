import pytest

from app.core.names import is_called
from app.core.roll import Member


@pytest.mark.parametrize(
    ("last", "latin", "typed"),
    [
        ("Garza", "", "garza"),
        ("Núñez", "", "NUNEZ"),
        ("O'Brien", "", "O’Brien"),
        ("O'Brien", "", "obrien"),
        ("Van der Berg", "", "van-der berg"),
        ("Garza", "", "Garza Jr."),
        ("Смирнова", "Smirnova", "Smirnova"),
        ("Смирнова", "Smirnova", "смирнова"),
        ("الخطيب", "", "الخطيب"),
        ("Groß", "", "GROSS"),
    ],
)
def test_last_name_is_known_however_it_is_typed(last: str, latin: str, typed: str) -> None:
    assert is_called(Member("1", last_name=last, latin_last_name=latin), typed)


@pytest.mark.parametrize(
    ("last", "typed"),
    [("Garza", "Garcia"), ("Garza", "Gar"), ("Garza", ""), ("", ""), ("", "-"), ("Garza", "%")],
)
def test_other_name_and_no_name_are_not_known(last: str, typed: str) -> None:
    assert not is_called(Member("1", first_name="Ana", last_name=last), typed)
