from collections.abc import Callable
from dataclasses import dataclass

from app.core.secrecy import envelopes
from app.core.secrecy.entries import Entry, sign_entry
from app.core.secrecy.payloads import Choices, pad_payload
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import TokenSecrets, blind, derive, finalize
from rehearsal.made_up import MadeUpElection

Token = tuple[TokenSecrets, bytes]


@dataclass(frozen=True)
class Poll:
    """An election's own keys at hand, to cast what no client of ours would."""

    election: MadeUpElection
    random_bytes: Callable[[int], bytes]

    @property
    def outer_length(self) -> int:
        """The bytes of an outer layer."""
        return self.election.manifest.pad_len + envelopes.OUTER_OVERHEAD

    @property
    def inner_length(self) -> int:
        """The bytes of an inner layer."""
        return self.election.manifest.pad_len + envelopes.INNER_OVERHEAD

    def entry(self, group_id: int, choices: Choices) -> Entry:
        """A proper ballot."""
        manifest = self.election.manifest
        contests = manifest.contests_of(group_id)
        return self.of_payload(group_id, pad_payload(choices, contests, manifest.pad_len))

    def of_payload(self, group_id: int, padded: bytes) -> Entry:
        """A ballot properly sealed, whatever its padded payload."""
        return self.of_inner(group_id, self.inner(group_id, padded))

    def inner(self, group_id: int, padded: bytes) -> bytes:
        """A proper inner layer."""
        manifest = self.election.manifest
        info = envelopes.inner_info(manifest.hash, group_id)
        return envelopes.seal_inner(manifest.B, info, padded, self.random_bytes(envelopes.EPH))

    def of_inner(self, group_id: int, inner: bytes) -> Entry:
        """A ballot whose outer layer is proper, whatever is in it."""
        a_public, eph = self.election.manifest.A, self.random_bytes(envelopes.EPH)
        return self.of_outer(
            group_id, lambda info: envelopes.seal_outer(a_public, info, inner, eph)
        )

    def of_outer(
        self, group_id: int, seal: Callable[[bytes], bytes], token: Token | None = None
    ) -> Entry:
        """An entry with a proper token, whatever its outer layer; `seal` is given its info."""
        manifest_hash = self.election.manifest.hash
        secrets, token_sig = token or self.token(group_id)
        info = envelopes.outer_info(manifest_hash, group_id, secrets.token_pk)
        return sign_entry(manifest_hash, secrets, token_sig, seal(info))

    def token(self, group_id: int) -> Token:
        """A token as the registrar signs it blindly."""
        manifest, private = self.election.manifest, self.election.issuers[group_id]
        key = manifest.issuer_key(group_id)
        secrets = derive(self.random_bytes(16), manifest.hash, group_id, key)
        chance = self.random_bytes(base_blind_length(private))
        return secrets, finalize(secrets, key, blind_sign(private, blind(secrets, key), chance))


def board_of(*entries: Entry) -> list[Entry]:
    """The entries in the order of the board."""
    return sorted(entries, key=lambda entry: (entry.is_paper, entry.group_id, entry.leaf_hash))
