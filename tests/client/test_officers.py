"""What officers sign in the browser: byte for byte what the commands sign."""

from random import Random

import pytest

from app.core.secrecy.encoding import canonical
from app.core.secrecy.officers import Registration, sheet_code
from tests.client.engines import Client, Refused


@pytest.mark.parametrize("chance", range(3))
def test_registration_and_sheet_of_a_key_are_the_cores(client: Client, chance: int) -> None:
    rng = Random(chance)
    secret, election_id = rng.randbytes(32), rng.randbytes(16)
    given = {"secret": secret, "electionId": election_id}
    made = Registration.of(secret, election_id)
    assert client("registration", **given) == canonical(made.as_json()).hex()
    code = sheet_code(secret, election_id)
    assert client("sheetCode", **given) == code
    assert client("secretOfSheet", code=code.lower(), electionId=election_id) == secret.hex()
    with pytest.raises(Refused, match="mistyped or belongs to another election"):
        client("secretOfSheet", code=code, electionId=bytes(16))
