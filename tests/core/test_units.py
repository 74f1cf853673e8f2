import pytest

from app.core.units import slug
from app.profiles import load

UNITS = load("local_509").units


# The names of Appendix A: its list, its sections, and the profile's short ones.
@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Massachusetts Social Workers Chapter/Department of Transitional Assistance", "dta"),
        ("The Mass Social Workers Chapter/ Department of Transitional Assistance", "dta"),
        ("Massachusetts Social Workers Chapter/Department of Children and Families", "dcf"),
        ("Department of Disability Services Chapter", "developmental-services"),
        ("The Department of Developmental Services Chapter", "developmental-services"),
        ("The Massachusetts Commission For The Blind Chapter", "blind"),
        ("Massachusetts Department of Public Health Chapter", "public-health"),
        ("Department of Public Health", "public-health"),
        ("The MassHealth / EHS Chapter", "masshealth"),
        ("The Private Sector Human Service Chapter", "private-sector"),
        ("Private Sector Human Services", "private-sector"),
        ("The Chapter of Public Safety", "public-safety"),
        ("PUBLIC-SAFETY", "public-safety"),
        ("Department of Revenue/Child Support Enforcement Chapter", "revenue"),
    ],
)
def test_chapter_is_known_by_each_of_its_names(name: str, short: str) -> None:
    assert UNITS.short("chapter", "", name) == short
    assert UNITS.is_known("chapter", "", name)


def test_unit_the_profile_does_not_name_goes_by_its_words() -> None:
    assert UNITS.short("agency", "private-sector", "  O'Neil & Söhne, Inc. ") == "oneil-sohne-inc"
    assert UNITS.title("agency", "private-sector", "bay-cove") == "Bay Cove"
    assert not UNITS.is_known("chapter", "", "Chapter")
    assert UNITS.is_known("agency", "private-sector", "anything")


def test_slug_keeps_letters_of_other_scripts() -> None:
    assert slug("Больница № 3") == "больница-no-3"
    assert slug("  ") == ""
