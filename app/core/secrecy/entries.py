import hashlib
from dataclasses import dataclass

from app.core.secrecy import ed25519, envelopes, tokens
from app.core.secrecy.board import leaf_hash
from app.core.secrecy.encoding import Malformed, context, cut, uint16
from app.core.secrecy.manifest import Manifest

GROUP = 2
_FIXED = GROUP + tokens.PREFIX + ed25519.PUBLIC_KEY + tokens.SIGNATURE + ed25519.SIGNATURE


def entry_length(pad_len: int) -> int:
    """pad_len + 674: every entry of an election has this one length."""
    return _FIXED + pad_len + envelopes.OUTER_OVERHEAD


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed ballot as it is cast and published: its bytes tell nothing of who or what."""

    group_id: int
    prefix: bytes
    token_pk: bytes
    token_sig: bytes
    outer: bytes
    ballot_sig: bytes

    def __bytes__(self) -> bytes:
        head = uint16(self.group_id) + self.prefix + self.token_pk
        return head + self.token_sig + self.outer + self.ballot_sig

    @classmethod
    def parse(cls, raw: bytes, pad_len: int) -> "Entry":
        """The parts of an entry of the election's one length, not yet checked."""
        if len(raw) != entry_length(pad_len):
            raise Malformed(f"the entry has {len(raw)} bytes, not {entry_length(pad_len)}")
        rest = cut(raw, GROUP, tokens.PREFIX, ed25519.PUBLIC_KEY, tokens.SIGNATURE)
        group, prefix, token_pk, token_sig, tail = rest
        outer, ballot_sig = tail[: -ed25519.SIGNATURE], tail[-ed25519.SIGNATURE :]
        group_id = int.from_bytes(group, "big")
        return cls(group_id, prefix, token_pk, token_sig, outer, ballot_sig)

    @property
    def leaf_hash(self) -> bytes:
        """SHA-256(0x00 || entry)."""
        return leaf_hash(bytes(self))

    @property
    def outer_sha256(self) -> bytes:
        """What ballot_sig signs."""
        return hashlib.sha256(self.outer).digest()

    def check(self, manifest: Manifest) -> None:
        """Malformed unless group, key, token_sig and ballot_sig are right; other entries apart."""
        self.check_token(manifest)
        self.check_ballot(manifest)

    def check_token(self, manifest: Manifest) -> None:
        """Malformed unless the group's issuer signed the token, and its key is a proper one."""
        key = manifest.issuer_key(self.group_id)
        ed25519.check_public(self.token_pk, "token_pk")
        tokens.verify_token_sig(key, self.prefix, self.token_pk, self.token_sig)

    def check_ballot(self, manifest: Manifest) -> None:
        """Malformed unless the token signed this sealed ballot."""
        message = cast_message(manifest.hash, self.group_id, self.outer_sha256)
        ed25519.verify(self.token_pk, self.ballot_sig, message, "ballot_sig")


def token_of(raw: bytes) -> bytes:
    """G || token_pk of an entry, read where they stand: the name of a token."""
    group, _, token_pk, _ = cut(raw, GROUP, tokens.PREFIX, ed25519.PUBLIC_KEY)
    return group + token_pk


def sign_entry(
    manifest_hash: bytes, secrets: tokens.TokenSecrets, token_sig: bytes, outer: bytes
) -> Entry:
    """The finished entry: only now, on "cast", is ballot_sig made."""
    digest = hashlib.sha256(outer).digest()
    message = cast_message(manifest_hash, secrets.group_id, digest)
    ballot_sig = ed25519.sign(secrets.token_sk, message)
    group_id, prefix = secrets.group_id, secrets.prefix
    return Entry(group_id, prefix, secrets.token_pk, token_sig, outer, ballot_sig)


def cast_message(manifest_hash: bytes, group_id: int, outer_sha256: bytes) -> bytes:
    """C("cast", M, G, SHA-256(outer)), what ballot_sig signs."""
    return context("cast", manifest_hash, uint16(group_id), outer_sha256)


def audit_code(manifest_hash: bytes, group_id: int, token_pk: bytes, outer: bytes) -> bytes:
    """SHA-256(C("audit", M, G, token_pk, outer)), shown before a ballot is cast."""
    message = context("audit", manifest_hash, uint16(group_id), token_pk, outer)
    return hashlib.sha256(message).digest()
