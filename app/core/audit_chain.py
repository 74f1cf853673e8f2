from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Json, canonical, context, uint64

START = sha256(context("audit")).digest()  # what the first entry is chained to


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act of an election: who did what when, on which facts; the act in the past tense."""

    id: int
    at: datetime
    by: str
    act: str
    election: str | None
    facts: Mapping[str, Json]

    def as_json(self) -> dict[str, Json]:
        """The entry as it is hashed: the time in UTC, to the microsecond."""
        return {
            "id": self.id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by,
            "act": self.act,
            "election": self.election,
            "facts": self.facts,
        }


def chained(previous: bytes, entry: AuditEntry) -> bytes:
    """The running hash after an entry: SHA-256 over the one before it and the entry's JCS."""
    return sha256(context("audit entry", previous, canonical(entry.as_json()))).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """The running hash after so many entries, which the registrar signs."""

    length: int
    digest: bytes

    def signed(self, registrar_sk: bytes) -> bytes:
        """The registrar's Ed25519 signature over C("audit head", uint64(length), digest)."""
        return ed25519.sign(registrar_sk, self._signed)

    def check(self, registrar_pk: bytes, signature: bytes) -> None:
        """Malformed unless the registrar signed this head."""
        ed25519.verify(registrar_pk, signature, self._signed, f"the head of {self.length} entries")

    @property
    def _signed(self) -> bytes:
        return context("audit head", uint64(self.length), self.digest)

    def __str__(self) -> str:
        return f"{self.length}:{self.digest.hex()}"
