from functools import cached_property

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from app.core.secrecy.tokens import SALT, SEED, derive
from rehearsal.poll import Poll, Token

_PSS = PSS(MGF1(hashes.SHA384()), SALT)


class QuickPoll(Poll):
    """A poll whose tokens are signed in the open, four times as fast, and as good to a verifier."""

    def token(self, group_id: int) -> Token:
        """A token as the registrar would have signed it blindly."""
        manifest = self.election.manifest
        key = manifest.issuer_key(group_id)
        secrets = derive(self.random_bytes(SEED), manifest.hash, group_id, key)
        return secrets, self._private[group_id].sign(secrets.input_msg, _PSS, hashes.SHA384())

    @cached_property
    def _private(self) -> dict[int, RSAPrivateKey]:
        return {
            group_id: numbers.private_key(unsafe_skip_rsa_key_validation=True)
            for group_id, numbers in self.election.issuers.items()
        }
