from dataclasses import dataclass
from hashlib import sha256

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    context,
    cut,
    from_crockford,
    parse_json,
    to_base64url,
    to_crockford,
)
from app.core.secrecy.fields import Fields

SECRET = 32
_CHECK = 4


@dataclass(frozen=True, slots=True)
class Registration:
    """An officer's public key for one election, with the proof that its secret half is at hand.

    `proof` is the key's own signature over C("officer", election_id, key).
    """

    key: bytes
    proof: bytes

    @classmethod
    def of(cls, secret: bytes, election_id: bytes) -> "Registration":
        """What the holder of a secret key registers."""
        key = ed25519.public_of(secret)
        return cls(key, ed25519.sign(secret, _message(election_id, key)))

    @classmethod
    def parse(cls, raw: bytes) -> "Registration":
        """What `tellers officer-key` or the signing-key page wrote; check it next."""
        what = "the registration"
        of = Fields(parse_json(raw, what), what, "key", "proof")
        return cls(of.binary("key", ed25519.PUBLIC_KEY), of.binary("proof", ed25519.SIGNATURE))

    def as_json(self) -> dict[str, Json]:
        """The registration as it is sent."""
        return {"key": to_base64url(self.key), "proof": to_base64url(self.proof)}

    def check(self, election_id: bytes) -> None:
        """Malformed unless the key is a proper one, and its holder signed for this election."""
        ed25519.check_public(self.key, "key")
        message = _message(election_id, self.key)
        ed25519.verify(self.key, self.proof, message, "the proof for this election")


def _message(election_id: bytes, key: bytes) -> bytes:
    return context("officer", election_id, key)


def sheet_code(secret: bytes, election_id: bytes) -> str:
    """What an officer's sheet shows: the secret key and four bytes that tie it to its election."""
    return to_crockford(secret + _check(secret, election_id))


def secret_of_sheet(code: str, election_id: bytes) -> bytes:
    """The secret key that was typed from a sheet; a mistyped or foreign one is Malformed."""
    raw = from_crockford(code, SECRET + _CHECK, "the sheet's code")
    secret, check = cut(raw, SECRET)
    if check != _check(secret, election_id):
        raise Malformed("the sheet's code is mistyped or belongs to another election")
    return secret


def _check(secret: bytes, election_id: bytes) -> bytes:
    return sha256(context("sheet", election_id, secret)).digest()[:_CHECK]
