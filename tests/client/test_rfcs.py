"""The browser's protocol, in Node and in Chromium, against the figures of the RFCs."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Json, canonical, in_groups, to_base64url, to_crockford
from app.core.secrecy.tokens import (
    issuer_spki,
)
from tests.client.engines import Client, Refused, number
from tests.core.secrecy import test_board as rfc6962
from tests.core.secrecy import test_envelopes as rfc9180
from tests.core.secrecy import test_rfc9474 as rfc9474

# RFC 8032, section 7.1: secret key, public key, message, signature of tests 1 to 3.
RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
        "1cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
        "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760"
        "984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def test_rfc_9474_blinds_and_unblinds(client: Client) -> None:
    n, r = number(rfc9474.N), number(rfc9474.R)
    blinded = client("blinded", message=rfc9474.INPUT_MSG, salt=rfc9474.SALT, r=r, n=n)
    assert blinded == rfc9474.BLINDED_MSG
    assert client("unblinded", blindSig=rfc9474.BLIND_SIG, r=r, n=n) == rfc9474.SIG


def test_rfc_9474_signature_verifies_and_another_message_does_not(client: Client) -> None:
    message = bytes.fromhex(rfc9474.INPUT_MSG)
    token = {"spki": issuer_spki(rfc9474.PUBLIC), "tokenSig": rfc9474.SIG}
    client("verifyTokenSig", **token, prefix=message[:32], tokenPk=message[32:])
    with pytest.raises(Refused, match="does not verify"):
        client("verifyTokenSig", **token, prefix=message[:32], tokenPk=message[:31:-1])


def test_rfc_9180_base_mode(client: Client) -> None:
    pair = client("deriveKeyPair", ikm=rfc9180.IKM_E)
    assert pair == {"secret": rfc9180.SK_E.hex(), "public": rfc9180.ENC.hex()}
    made = client("setUp", key=rfc9180.PK_R, info=rfc9180.INFO, eph=rfc9180.IKM_E)
    assert made == {
        "enc": rfc9180.ENC.hex(),
        "shared": rfc9180.SHARED.hex(),
        "key": rfc9180.KEY.hex(),
        "nonce": rfc9180.NONCE.hex(),
    }
    sealed = client(
        "seal", key=rfc9180.PK_R, info=rfc9180.INFO, plain=rfc9180.PLAIN, eph=rfc9180.IKM_E
    )
    ct = ChaCha20Poly1305(rfc9180.KEY).encrypt(rfc9180.NONCE, rfc9180.PLAIN, None)
    assert sealed == (rfc9180.ENC + ct).hex()


@pytest.mark.parametrize("size", rfc6962.ROOTS)
def test_rfc_6962_roots(client: Client, size: int) -> None:
    assert client("treeHash", entries=rfc6962.LEAVES[:size]) == rfc6962.ROOTS[size]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC8032)
def test_rfc_8032_signs_and_verifies(
    client: Client, secret: str, public: str, message: str, signature: str
) -> None:
    assert client("ed25519Public", secret=secret) == public
    assert client("ed25519Sign", secret=secret, message=message) == signature
    client("ed25519Verify", key=public, signature=signature, message=message)
    for wrong in (message + "00", "00" + message):
        with pytest.raises(Refused, match="does not verify"):
            client("ed25519Verify", key=public, signature=signature, message=wrong)


@pytest.mark.parametrize("point", [*range(8), "not canonical", "no point"])
def test_key_of_small_order_or_not_canonical_is_refused(client: Client, point: int | str) -> None:
    small: dict[
        int | str, bytes
    ] = {  # the y of the points whose order divides 8, with either sign of x
        **{at: y.to_bytes(32, "little") for at, y in enumerate(sorted(ed25519._SMALL_ORDER))},
        5: (1 | 1 << 255).to_bytes(32, "little"),
        6: (ed25519._EIGHTH | 1 << 255).to_bytes(32, "little"),
        7: (1 << 255).to_bytes(32, "little"),
        "not canonical": (2**255 - 19 + 3).to_bytes(32, "little"),
        "no point": (2).to_bytes(32, "little"),
    }
    with pytest.raises(Refused, match=r"small order|not a canonical"):
        client("ed25519Check", key=small[point])


@pytest.mark.parametrize("raw", [bytes(32), b"\1" + bytes(31), b"\xff" * 31 + b"\x7f"])
def test_x25519_key_of_small_order_or_not_canonical_is_refused(client: Client, raw: bytes) -> None:
    with pytest.raises(Refused, match="X25519"):
        client("x25519Check", key=raw)


# RFC 8785, sections 3.2.2 and 3.2.3, as far as they are of integers, texts and literals.
CANONICAL: list[Json] = [
    dict.fromkeys(["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"], 0),
    ['\u20ac$\x0f\nA\'B"\\\\"/', "\b\t\f\r\x7f\x1f\u2028", None, True, False, -1, 0, 2**53],
    {"b": [[], {}], "a": {"__proto__": 1, "10": 2, "9": 3, "": 4}},
]


@pytest.mark.parametrize("value", CANONICAL)
def test_rfc_8785_same_bytes_as_the_core(client: Client, value: Json) -> None:
    assert client("canonical", value=value) == canonical(value).hex()
    assert client("parseCanonical", raw=canonical(value)) == canonical(value).hex()


NOT_CANONICAL = [
    *(b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a": 1}', b"[1]\n", b"\xef\xbb\xbf[]", b"[-0]"),
    *(b"[01]", b"[1.0]", b"[1e2]", b"[9007199254740993]", b"[NaN]", b'["\\u0041"]', b'["\\/"]'),
    *(b'["\\ud800"]', b'["\xff"]', b"", b"[" * 100_000, b"9" * 5_000),
]


@pytest.mark.parametrize("raw", NOT_CANONICAL)
def test_json_that_is_not_its_own_canonical_form_is_refused(client: Client, raw: bytes) -> None:
    with pytest.raises(Refused):
        client("parseCanonical", raw=raw)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 20, 96])
def test_texts_of_bytes_are_the_cores_and_read_back(client: Client, length: int) -> None:
    raw = os.urandom(length)
    assert client("toBase64url", raw=raw) == to_base64url(raw)
    assert client("fromBase64url", text=to_base64url(raw)) == raw.hex()
    assert client("toCrockford", raw=raw) == to_crockford(raw)
    copied = to_crockford(raw).lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert client("fromCrockford", text=copied, length=length) == raw.hex()


def test_digest_is_read_out_in_groups_of_four(client: Client) -> None:
    digest = os.urandom(32)
    assert client("inGroups", raw=digest) == in_groups(digest)


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "Q+", "Q/", "QUI\n", " QUI", "QÜI"])
def test_base64url_that_is_not_canonical_is_refused(client: Client, text: str) -> None:
    with pytest.raises(Refused):
        client("fromBase64url", text=text)


@pytest.mark.parametrize("text", ["000", "00000", "U000", "0*00", "000É", "000Z"])
def test_crockford_of_wrong_length_or_letter_is_refused(client: Client, text: str) -> None:
    with pytest.raises(Refused):
        client("fromCrockford", text=text, length=2)
