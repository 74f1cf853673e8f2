from dataclasses import dataclass
from enum import IntEnum

from app.core.secrecy import ed25519
from app.core.secrecy.board import HASH
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    context,
    cut,
    from_base64url,
    parse_json,
    to_base64url,
    uint16,
    uint64,
)
from app.core.secrecy.entries import GROUP, Entry, cast_message
from app.core.secrecy.fields import Fields
from app.core.secrecy.tokens import TokenSecrets

RECEIPT = HASH + ed25519.SIGNATURE
STATUS_REQUEST = GROUP + ed25519.PUBLIC_KEY + ed25519.SIGNATURE
_LATEST = 2**53


def sign_receipt(box_sk: bytes, manifest_hash: bytes, leaf_hash: bytes) -> bytes:
    """leaf_hash || Ed25519(box_sk, C("receipt", M, leaf_hash)), 96 bytes; no time in it."""
    return leaf_hash + ed25519.sign(box_sk, context("receipt", manifest_hash, leaf_hash))


def receipt_in(text: str) -> bytes:
    """The receipt in a text of base64url, however it was broken into lines."""
    receipt = from_base64url("".join(text.split()), "the receipt")
    if len(receipt) != RECEIPT:
        raise Malformed(f"the receipt has {len(receipt)} bytes, not {RECEIPT}")
    return receipt


def check_receipt(receipt: bytes, box_pk: bytes, manifest_hash: bytes, leaf_hash: bytes) -> None:
    """Malformed unless the box says that the entry of `leaf_hash` is in it."""
    if len(receipt) != RECEIPT or receipt[:HASH] != leaf_hash:
        raise Malformed("the receipt is not for this entry")
    message = context("receipt", manifest_hash, leaf_hash)
    ed25519.verify(box_pk, receipt[HASH:], message, "the receipt's signature")


@dataclass(frozen=True, slots=True)
class Spent:
    """The box's answer to a second entry under one token: what the first one was."""

    leaf_hash: bytes
    outer_sha256: bytes
    ballot_sig: bytes

    @classmethod
    def of(cls, entry: Entry) -> "Spent":
        """What the box tells of the entry it holds."""
        return cls(entry.leaf_hash, entry.outer_sha256, entry.ballot_sig)

    def as_json(self) -> dict[str, Json]:
        """The body of the 409."""
        return {name: to_base64url(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def parse(cls, raw: bytes) -> "Spent":
        """Reads the body of a 409; check it next."""
        of = Fields(parse_json(raw, "the answer"), "the answer", *cls.__slots__)
        return cls(
            of.binary("leaf_hash", HASH),
            of.binary("outer_sha256", HASH),
            of.binary("ballot_sig", ed25519.SIGNATURE),
        )

    def check(self, manifest_hash: bytes, group_id: int, token_pk: bytes) -> None:
        """Malformed unless the token itself signed what the box says it spent it on."""
        message = cast_message(manifest_hash, group_id, self.outer_sha256)
        ed25519.verify(token_pk, self.ballot_sig, message, "ballot_sig of the spent token")


def sign_status_request(manifest_hash: bytes, secrets: TokenSecrets) -> bytes:
    """G || token_pk || Ed25519(token_sk, C("status", M, G, token_pk))."""
    group, token_pk = uint16(secrets.group_id), secrets.token_pk
    message = context("status", manifest_hash, group, token_pk)
    return group + token_pk + ed25519.sign(secrets.token_sk, message)


def read_status_request(raw: bytes, manifest_hash: bytes) -> tuple[int, bytes]:
    """group_id and token_pk of a request that the token signed."""
    if len(raw) != STATUS_REQUEST:
        raise Malformed(f"the status request has {len(raw)} bytes, not {STATUS_REQUEST}")
    group, token_pk, signature = cut(raw, GROUP, ed25519.PUBLIC_KEY)
    ed25519.check_public(token_pk, "token_pk")
    message = context("status", manifest_hash, group, token_pk)
    ed25519.verify(token_pk, signature, message, "the status request's signature")
    return int.from_bytes(group, "big"), token_pk


class BoxState(IntEnum):
    """What the box says of itself; the value is the byte that is signed."""

    NOT_OPEN = 0
    OPEN = 1
    CLOSED = 2


@dataclass(frozen=True, slots=True)
class SignedState:
    """The one time that the box ever tells: of itself, in whole seconds since 1970."""

    state: BoxState
    at: int
    signature: bytes

    @classmethod
    def sign(cls, box_sk: bytes, manifest_hash: bytes, state: BoxState, at: int) -> "SignedState":
        """The state at `at`, signed over C("state", M, one byte, uint64 seconds)."""
        return cls(state, at, ed25519.sign(box_sk, _state_message(manifest_hash, state, at)))

    def as_json(self) -> dict[str, Json]:
        """The answer of GET /state."""
        name = self.state.name.lower()
        return {"state": name, "at": self.at, "signature": to_base64url(self.signature)}

    @classmethod
    def parse(cls, raw: bytes) -> "SignedState":
        """Reads the answer of GET /state; check it next."""
        of = Fields(parse_json(raw, "the state"), "the state", "state", "at", "signature")
        names = {state.name.lower(): state for state in BoxState}
        if of.text("state") not in names:
            raise Malformed(f"the state is none of {', '.join(names)}")
        signature = of.binary("signature", ed25519.SIGNATURE)
        return cls(names[of.text("state")], of.number("at", 0, _LATEST), signature)

    def check(self, box_pk: bytes, manifest_hash: bytes) -> None:
        """Malformed unless the box signed it; how old it may be is the asker's rule."""
        message = _state_message(manifest_hash, self.state, self.at)
        ed25519.verify(box_pk, self.signature, message, "the state's signature")


def _state_message(manifest_hash: bytes, state: BoxState, at: int) -> bytes:
    return context("state", manifest_hash, bytes([state]), uint64(at))
