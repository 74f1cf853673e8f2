import hashlib
from dataclasses import dataclass, replace

from app.core.secrecy import ed25519, envelopes, tokens
from app.core.secrecy.board import PAPER_MARK, leaf_hash
from app.core.secrecy.encoding import Malformed, context, cut, uint16
from app.core.secrecy.manifest import Manifest

GROUP = 2
_FIXED = GROUP + tokens.PREFIX + ed25519.PUBLIC_KEY + tokens.SIGNATURE + ed25519.SIGNATURE

_SLOT = ed25519.PUBLIC_KEY + ed25519.SIGNATURE  # of one clerk, in the place of token_sig


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

    @property
    def is_paper(self) -> bool:
        """Whether two clerks sign it, and no issuer."""
        return self.token_sig.startswith(PAPER_MARK)

    @property
    def clerks(self) -> tuple[bytes, ...]:
        """The keys of the two clerks of a paper entry."""
        return tuple(clerk for clerk, _ in self._clerks_signatures)

    @property
    def _clerks_signatures(self) -> list[tuple[bytes, bytes]]:
        slots = self.token_sig[len(PAPER_MARK) :]
        cuts = range(0, len(slots), _SLOT)
        return [
            (slots[at : at + ed25519.PUBLIC_KEY], slots[at + ed25519.PUBLIC_KEY : at + _SLOT])
            for at in cuts
        ]

    def check(self, manifest: Manifest) -> None:
        """Malformed unless group, key, token_sig and ballot_sig are right; other entries apart."""
        self.check_token(manifest)
        self.check_ballot(manifest)

    def check_token(self, manifest: Manifest) -> None:
        """Malformed unless the group's issuer signed the token, and its key is a proper one."""
        key = manifest.issuer_key(self.group_id)
        ed25519.check_public(self.token_pk, "token_pk")
        tokens.verify_token_sig(key, self.prefix, self.token_pk, self.token_sig)

    def check_paper(self, manifest: Manifest) -> None:
        """Malformed unless two officers signed this paper ballot, and its key is a proper one."""
        manifest.group(self.group_id)
        ed25519.check_public(self.token_pk, "token_pk")
        one, other = self.clerks
        if not self.is_paper or one >= other or not {one, other} <= set(manifest.officers):
            raise Malformed("a paper ballot is not signed by two officers of the manifest")
        for clerk, signature in self._clerks_signatures:
            message = paper_message(manifest.hash, self)
            ed25519.verify(clerk, signature, message, "a clerk's signature under a paper ballot")

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
    group_id, prefix = secrets.group_id, secrets.prefix
    unsigned = Entry(group_id, prefix, secrets.token_pk, token_sig, outer, b"")
    return sign_ballot(manifest_hash, secrets.token_sk, unsigned)


def sign_ballot(manifest_hash: bytes, token_sk: bytes, unsigned: Entry) -> Entry:
    """The entry with the ballot_sig of its token's key."""
    message = cast_message(manifest_hash, unsigned.group_id, unsigned.outer_sha256)
    return replace(unsigned, ballot_sig=ed25519.sign(token_sk, message))


def cast_message(manifest_hash: bytes, group_id: int, outer_sha256: bytes) -> bytes:
    """C("cast", M, G, SHA-256(outer)), what ballot_sig signs."""
    return context("cast", manifest_hash, uint16(group_id), outer_sha256)


def paper_message(manifest_hash: bytes, entry: Entry) -> bytes:
    """C("paper", M, G, prefix, token_pk, SHA-256(outer)), what two clerks sign."""
    named = uint16(entry.group_id) + entry.prefix + entry.token_pk
    return context("paper", manifest_hash, named, entry.outer_sha256)


def audit_code(manifest_hash: bytes, group_id: int, token_pk: bytes, outer: bytes) -> bytes:
    """SHA-256(C("audit", M, G, token_pk, outer)), shown before a ballot is cast."""
    message = context("audit", manifest_hash, uint16(group_id), token_pk, outer)
    return hashlib.sha256(message).digest()
