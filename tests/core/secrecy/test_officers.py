import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Malformed, canonical
from app.core.secrecy.officers import Registration, secret_of_sheet, sheet_code

SECRETS = st.binary(min_size=32, max_size=32)
ELECTIONS = st.binary(min_size=16, max_size=16)


@given(secret=SECRETS, election=ELECTIONS)
def test_sheet_gives_back_its_secret_however_it_is_typed(secret: bytes, election: bytes) -> None:
    code = sheet_code(secret, election)
    assert len(code.split("-")) == 15
    assert secret_of_sheet(code.lower().replace("-", " "), election) == secret


@given(
    secret=SECRETS,
    place=st.integers(0, 56),
    other=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
def test_sheet_with_one_wrong_character_is_mistyped(secret: bytes, place: int, other: str) -> None:
    code = sheet_code(secret, bytes(16)).replace("-", "")
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(Malformed, match="mistyped"):
            secret_of_sheet(wrong, bytes(16))


def test_sheet_of_another_election_is_refused() -> None:
    with pytest.raises(Malformed, match="another election"):
        secret_of_sheet(sheet_code(bytes(32), bytes(16)), bytes([1] * 16))


def test_registration_is_proved_for_its_election_and_its_key_alone() -> None:
    made = Registration.of(bytes(32), bytes(16))
    made.check(bytes(16))
    assert Registration.parse(canonical(made.as_json())) == made
    for wrong, election in (
        (made, bytes([1] * 16)),
        (Registration(ed25519.public_of(bytes([1] * 32)), made.proof), bytes(16)),
        (Registration(made.key, bytes(64)), bytes(16)),
        (Registration(bytes(32), made.proof), bytes(16)),
    ):
        with pytest.raises(Malformed):
            wrong.check(election)
