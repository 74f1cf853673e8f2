"""One whole ballot of tellers/1, from seed to leaf_hash, against the vector beside the checkout."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from app.core.secrecy import envelopes
from app.core.secrecy.entries import audit_code, sign_entry
from app.core.secrecy.tokens import (
    blind,
    derive,
    finalize,
    issuer_key,
    issuer_spki,
    recovery_code,
    req_hash,
)

VECTOR = Path(__file__).parents[4] / "shared/vectors/tellers-1.json"


@pytest.mark.skipif(not VECTOR.exists(), reason="no vectors beside the checkout")
def test_vector_from_seed_to_leaf_hash() -> None:
    vector = json.loads(VECTOR.read_text())
    given, expected = vector["inputs"], vector["outputs"]
    of = {name: bytes.fromhex(value) for name, value in given.items() if is_hex(name, value)}
    group_id, pad_len = given["group_id"], given["pad_len"]
    key = issuer_key(issuer_spki(RSAPublicNumbers(65537, int(given["issuer_n"], 16))))

    secrets = derive(of["seed"], of["M"], group_id, key)
    token_sig = finalize(secrets, key, of["blind_sig"])
    payload = given["payload"].encode()
    padded = (len(payload).to_bytes(2, "big") + payload).ljust(pad_len, b"\0")
    inner_info = envelopes.inner_info(of["M"], group_id)
    outer_info = envelopes.outer_info(of["M"], group_id, secrets.token_pk)
    inner = envelopes.seal_inner(of["B_public"], inner_info, padded, of["ephB"])
    outer = envelopes.seal_outer(of["A_public"], outer_info, inner, of["ephA"])
    entry = sign_entry(of["M"], secrets, token_sig, outer)

    assert {
        "req_hash": req_hash({group_id: blind(secrets, key)}).hex(),
        "outer_sha256": entry.outer_sha256.hex(),
        "leaf_hash": entry.leaf_hash.hex(),
        "recovery_code": recovery_code(of["seed"], of["M"]),
        "audit_code": audit_code(of["M"], group_id, secrets.token_pk, outer).hex(),
    } == expected
    assert len(bytes(entry)) == pad_len + 674
    assert envelopes.open_outer(of["A_private"], outer_info, outer) == (of["ephA"], inner)
    assert envelopes.open_inner(of["B_private"], inner_info, inner) == (of["ephB"], padded)


def is_hex(name: str, value: object) -> bool:
    return isinstance(value, str) and name not in {"payload"}
