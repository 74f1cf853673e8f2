import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    canonical,
    context,
    parse_canonical,
    to_base64url,
)
from app.core.secrecy.fields import Fields, utc
from app.core.secrecy.groups import DIGEST, LARGEST_COUNT, LARGEST_GROUP_ID
from app.core.secrecy.manifest import Manifest

SIGNERS = 2
_MOST = 1000
_HEAD = ("manifest", "number", "kind", "reason")


@dataclass(frozen=True, slots=True)
class Terms:
    """What of an election two officers may still change once its manifest is frozen."""

    closes_issue: datetime
    closes_cast: datetime
    client_sha256: bytes
    eligible: Mapping[int, int]

    @classmethod
    def of(cls, manifest: Manifest) -> "Terms":
        """The terms as they were frozen."""
        eligible = {group.group_id: group.eligible for group in manifest.groups}
        return cls(manifest.closes_issue, manifest.closes_cast, manifest.client_sha256, eligible)


Change = Callable[[Terms], Terms]


def _later_close(of: Fields) -> Change:
    closes_issue, closes_cast = of.time("closes_issue"), of.time("closes_cast")

    def change(terms: Terms) -> Terms:
        if closes_cast <= terms.closes_cast or closes_issue < terms.closes_issue:
            raise Malformed("an amended close must be later than the one before")
        if closes_issue > closes_cast:
            raise Malformed("an amended close must have closes_issue <= closes_cast")
        return replace(terms, closes_issue=closes_issue, closes_cast=closes_cast)

    return change


def _repaired_client(of: Fields) -> Change:
    digest = of.binary("client_sha256", DIGEST)
    return lambda terms: replace(terms, client_sha256=digest)


def _counted_anew(of: Fields) -> Change:
    counts = of.each("eligible", _group_count)

    def change(terms: Terms) -> Terms:
        ids = [group_id for group_id, _ in counts]
        if not ids or any(one >= following for one, following in pairwise(ids)):
            raise Malformed("amended eligible counts must name groups, ascending, each once")
        if foreign := [each for each in ids if each not in terms.eligible]:
            raise Malformed(f"this election has no group {foreign[0]}")
        return replace(terms, eligible={**terms.eligible, **dict(counts)})

    return change


def _group_count(value: Json, place: str) -> tuple[int, int]:
    of = Fields(value, place, "group_id", "eligible")
    return of.number("group_id", 1, LARGEST_GROUP_ID), of.number("eligible", 0, LARGEST_COUNT)


_KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Fields], Change]]] = {
    "close": (("closes_issue", "closes_cast"), _later_close),
    "client": (("client_sha256",), _repaired_client),
    "eligible": (("eligible",), _counted_anew),
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of the terms, with the officers who signed it.

    `body` is the JSON object that is signed: manifest (M), number (from 1), kind, reason, and
    `closes_issue` with `closes_cast`, `client_sha256`, or `eligible`. `signatures` are by key.
    """

    body: Mapping[str, Json]
    signatures: Mapping[bytes, bytes] = field(default_factory=dict)

    def signed(self, officer_sk: bytes) -> "Amendment":
        """The amendment with one officer's signature more."""
        signature = ed25519.sign(officer_sk, self._message)
        return replace(
            self, signatures={**self.signatures, ed25519.public_of(officer_sk): signature}
        )

    def joined(self, other: "Amendment") -> "Amendment":
        """The amendment with the signatures of a copy of it too; Malformed where it is none."""
        if other.body != self.body:
            raise Malformed("this is not the amendment that was proposed")
        return replace(self, signatures={**self.signatures, **other.signatures})

    def canonical(self) -> bytes:
        """A line of amendments.jsonl, without its end."""
        signatures: list[Json] = [
            {"officer": to_base64url(officer), "signature": to_base64url(self.signatures[officer])}
            for officer in sorted(self.signatures)
        ]
        return canonical({"amendment": self.body, "signatures": signatures})

    @classmethod
    def parse(cls, raw: bytes, what: str) -> "Amendment":
        """The amendment of exactly these canonical bytes, in whose signatures nobody trusts yet."""
        value = parse_canonical(raw, what)
        of = Fields(value, what, "amendment", "signatures")
        body, signatures = of.member("amendment"), of.each("signatures", _signature)
        if not isinstance(body, Mapping):
            raise Malformed(f"amendment of {what} is not an object")
        found = cls(body, dict(signatures))
        if found.canonical() != raw:
            raise Malformed(f"{what}: the signatures are not sorted by key, each officer once")
        return found

    def change(self, manifest: Manifest, number: int) -> Change:
        """What it does to the terms; Malformed unless it is this manifest's of this number."""
        what = f"amendment {number}"
        kind = self.body.get("kind")
        if not isinstance(kind, str) or kind not in _KINDS:
            raise Malformed(f"{what}: kind must be one of {', '.join(_KINDS)}")
        names, read = _KINDS[kind]
        of = Fields(dict(self.body), what, *_HEAD, *names)
        of.text("reason")
        if (
            of.binary("manifest", DIGEST) != manifest.hash
            or of.number("number", 1, _MOST) != number
        ):
            raise Malformed(f"{what}: it is of another manifest, or has another number")
        return read(of)

    def check_signed(self, manifest: Manifest) -> None:
        """Malformed unless two officers of the manifest signed it, and nobody else."""
        self.check_signatures(manifest)
        if not self.is_signed:
            raise Malformed(f"an amendment takes {SIGNERS} officers' signatures")

    @property
    def is_signed(self) -> bool:
        """Whether as many signed it as it takes, whoever they are."""
        return len(self.signatures) >= SIGNERS

    def check_signatures(self, manifest: Manifest) -> None:
        """Malformed unless every signature under it, few or many, is an officer's."""
        for officer, signature in self.signatures.items():
            if officer not in manifest.officers:
                raise Malformed("an amendment is signed by somebody who is no officer")
            ed25519.verify(officer, signature, self._message, "an officer's signature")

    @property
    def canonical_body(self) -> bytes:
        """JCS(body), of which officers sign the hash."""
        return canonical(self.body)

    @property
    def _message(self) -> bytes:
        return context("amendment", hashlib.sha256(self.canonical_body).digest())


def _signature(value: Json, place: str) -> tuple[bytes, bytes]:
    of = Fields(value, place, "officer", "signature")
    return of.binary("officer", ed25519.PUBLIC_KEY), of.binary("signature", ed25519.SIGNATURE)


def draft(manifest: Manifest, number: int, reason: str, **changed: Json) -> Amendment:
    """An amendment that nobody has signed: of the kind whose names are given."""
    kinds = [kind for kind, (names, _) in _KINDS.items() if set(names) == changed.keys()]
    if not kinds:
        raise Malformed("an amendment changes one thing: the close, the client or eligible counts")
    amendment = Amendment(
        {
            "manifest": to_base64url(manifest.hash),
            "number": number,
            "kind": kinds[0],
            "reason": reason,
            **changed,
        }
    )
    amendment.change(manifest, number)
    return amendment


@dataclass(frozen=True, slots=True)
class Amendments:
    """Every amendment of an election in order, and the terms that they leave."""

    lines: tuple[Amendment, ...]
    terms: Terms

    @classmethod
    def parse(cls, raw: bytes, manifest: Manifest) -> "Amendments":
        """amendments.jsonl of this manifest; Malformed unless each one is signed and in order."""
        rows = raw.split(b"\n")
        if rows.pop():
            raise Malformed("amendments.jsonl does not end with its last line")
        lines = tuple(
            Amendment.parse(row, f"amendment {number}") for number, row in enumerate(rows, 1)
        )
        terms = Terms.of(manifest)
        for number, line in enumerate(lines, 1):
            line.check_signed(manifest)
            terms = line.change(manifest, number)(terms)
        return cls(lines, terms)

    def with_next(self, line: bytes, manifest: Manifest) -> "Amendments":
        """These and one more, which two officers signed."""
        return Amendments.parse(self.canonical() + line.rstrip(b"\n") + b"\n", manifest)

    def canonical(self) -> bytes:
        """The bytes of amendments.jsonl."""
        return b"".join(line.canonical() + b"\n" for line in self.lines)


def times(closes_issue: datetime, closes_cast: datetime) -> dict[str, Json]:
    """The members of an amendment of the close."""
    return {"closes_issue": utc(closes_issue), "closes_cast": utc(closes_cast)}
