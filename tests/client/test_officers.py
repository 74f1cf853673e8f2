"""What officers sign in the browser: byte for byte what the commands sign."""

import os
from datetime import UTC, datetime
from random import Random

import pytest
from rehearsal.made_up import MadeUpElection

from app.core.secrecy.amendments import draft, times
from app.core.secrecy.encoding import canonical, to_base64url
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


def test_amendment_signed_in_the_browser_is_the_commands(
    client: Client, election: MadeUpElection
) -> None:
    secret, at = os.urandom(32), datetime(2028, 3, 28, 9, tzinfo=UTC)
    for changed in (
        times(at, at),
        {"client_sha256": to_base64url(os.urandom(32))},
        {"eligible": [{"group_id": 2, "eligible": 41}]},
    ):
        made = draft(election.manifest, 1, "Über “alles”, ☎.", **changed)
        signed = client("signAmendment", raw=made.canonical_body, secret=secret)
        assert bytes.fromhex(signed) == made.signed(secret).canonical()
    with pytest.raises(Refused, match="kind must be one of"):
        client("signAmendment", raw=b'{"kind":"title"}', secret=secret)
    with pytest.raises(Refused, match="not canonical"):
        client("signAmendment", raw=made.canonical_body + b" ", secret=secret)
