from app.core.roll import Member

ANA = Member("1", first_name="Ana", middle_name="María", last_name="Núñez", suffix="Jr.")


def test_name_is_said_first_name_first_and_sorted_last_name_first() -> None:
    assert ANA.display_name == "Ana María Núñez Jr."
    assert ANA.ballot_name == "Núñez Jr., Ana María"


def test_one_name_alone_needs_no_comma() -> None:
    assert Member("1", last_name="Suharto").ballot_name == "Suharto"
    assert Member("1", first_name="Cher").display_name == "Cher"
