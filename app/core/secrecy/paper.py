from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import pairwise

from app.core.secrecy import ed25519, envelopes, tokens
from app.core.secrecy.board import PAPER_MARK
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    canonical,
    context,
    parse_canonical,
    to_base64url,
)
from app.core.secrecy.entries import Entry, paper_message, sign_ballot
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import LARGEST_COUNT, LARGEST_GROUP_ID
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.payloads import Choices, pad_payload

CLERKS = 2
_UNSIGNED = bytes(ed25519.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Header:
    """What is written on one batch of paper ballots: how many were sealed, how many spoiled.

    `clerks` are the two officers' keys, ascending, that keyed and sign it.
    """

    batch: int
    group_id: int
    count: int
    spoiled: int
    clerks: tuple[bytes, ...]
    observer: str

    def as_json(self) -> dict[str, Json]:
        """The header as its batch and the bundle write it."""
        clerks = [to_base64url(clerk) for clerk in self.clerks]
        names = ("batch", "group_id", "count", "spoiled", "observer")
        return {**{name: getattr(self, name) for name in names}, "clerks": clerks}

    @classmethod
    def read(cls, value: Json, place: str) -> "Header":
        """The header at `place`."""
        of = Fields(value, place, *cls.__slots__)
        clerks = of.binaries("clerks", ed25519.PUBLIC_KEY)
        if len(clerks) != CLERKS or clerks[0] >= clerks[1]:
            raise Malformed(f"clerks of {place} must be two keys, ascending")
        return cls(
            of.number("batch", 1, LARGEST_COUNT),
            of.number("group_id", 1, LARGEST_GROUP_ID),
            of.number("count", 0, LARGEST_COUNT),
            of.number("spoiled", 0, LARGEST_COUNT),
            clerks,
            of.text("observer"),
        )

    def message(self, manifest_hash: bytes) -> bytes:
        """C("batch", M, SHA-256(JCS(header))), what both clerks sign."""
        return context("batch", manifest_hash, sha256(canonical(self.as_json())).digest())


@dataclass(frozen=True, slots=True)
class SignedHeader:
    """A batch's header with the clerks' signatures by their keys, paper/N.json of the bundle."""

    header: Header
    signatures: Mapping[bytes, bytes] = field(default_factory=dict)

    def as_json(self) -> dict[str, Json]:
        """The header and its signatures, in the order of the clerks."""
        signatures: list[Json] = [
            {"clerk": to_base64url(clerk), "signature": to_base64url(self.signatures[clerk])}
            for clerk in sorted(self.signatures)
        ]
        return {"header": self.header.as_json(), "signatures": signatures}

    @classmethod
    def parse(cls, raw: bytes, what: str) -> "SignedHeader":
        """The header of exactly these canonical bytes; check it next."""
        of = Fields(parse_canonical(raw, what), what, "header", "signatures")
        found = cls(Header.read(of.member("header"), what), dict(of.each("signatures", _signature)))
        if canonical(found.as_json()) != raw:
            raise Malformed(f"{what}: the signatures are not sorted by key, each clerk once")
        return found

    def check(self, manifest: Manifest) -> None:
        """Malformed unless both clerks, who are officers, signed the header of a known group."""
        manifest.group(self.header.group_id)
        what = f"paper batch {self.header.batch}"
        if not set(self.header.clerks) <= set(manifest.officers):
            raise Malformed(f"{what}: a clerk is no officer of the manifest")
        if tuple(sorted(self.signatures)) != self.header.clerks:
            raise Malformed(f"{what} is not signed by its two clerks")
        for clerk, signature in self.signatures.items():
            message = self.header.message(manifest.hash)
            ed25519.verify(clerk, signature, message, f"{what}: a clerk's signature")


def _signature(value: Json, place: str) -> tuple[bytes, bytes]:
    of = Fields(value, place, "clerk", "signature")
    return of.binary("clerk", ed25519.PUBLIC_KEY), of.binary("signature", ed25519.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of paper ballots, sealed: its header and its entries."""

    signed: SignedHeader
    entries: tuple[Entry, ...]

    @property
    def header(self) -> Header:
        """What is written on the batch."""
        return self.signed.header

    def sign(self, manifest_hash: bytes, clerk_sk: bytes) -> "Batch":
        """The batch with one clerk's signature under the header and under each entry."""
        clerk = ed25519.public_of(clerk_sk)
        if clerk not in self.header.clerks:
            raise Malformed("this key is not one of the batch's two clerks")
        signature = ed25519.sign(clerk_sk, self.header.message(manifest_hash))
        header = replace(self.signed, signatures={**self.signed.signatures, clerk: signature})
        entries = (_signed(entry, manifest_hash, clerk, clerk_sk) for entry in self.entries)
        return Batch(header, tuple(entries))

    def canonical(self) -> bytes:
        """A line of paper.jsonl, without its end."""
        entries = [to_base64url(bytes(entry)) for entry in self.entries]
        return canonical({**self.signed.as_json(), "entries": entries})

    @classmethod
    def parse(cls, raw: bytes, manifest: Manifest, what: str) -> "Batch":
        """The batch of exactly these canonical bytes; check it next."""
        value = parse_canonical(raw, what)
        of = Fields(value, what, "header", "signatures", "entries")
        rest = {name: of.member(name) for name in ("header", "signatures")}
        entries = of.each("entries", lambda each, place: _entry(each, manifest, place))
        return cls(SignedHeader.parse(canonical(rest), what), entries)

    def check(self, manifest: Manifest) -> None:
        """Malformed unless it is signed throughout, and holds what its header says."""
        self.signed.check(manifest)
        what = f"paper batch {self.header.batch}"
        if len(self.entries) != self.header.count:
            raise Malformed(f"{what} holds {len(self.entries)} ballots, not {self.header.count}")
        for entry in self.entries:
            if entry.group_id != self.header.group_id or entry.clerks != self.header.clerks:
                raise Malformed(f"{what} holds a ballot of another group or of other clerks")
            entry.check_paper(manifest)
            entry.check_ballot(manifest)


def _entry(value: Json, manifest: Manifest, place: str) -> Entry:
    raw = Fields({"entry": value}, place, "entry").binary("entry")
    return Entry.parse(raw, manifest.pad_len)


def _signed(entry: Entry, manifest_hash: bytes, clerk: bytes, clerk_sk: bytes) -> Entry:
    signature = ed25519.sign(clerk_sk, paper_message(manifest_hash, entry))
    slot = clerk + signature
    return replace(entry, token_sig=entry.token_sig.replace(clerk + _UNSIGNED, slot))


def seal_batch(
    manifest: Manifest,
    header: Header,
    ballots: Sequence[Choices],
    random_bytes: Callable[[int], bytes],
) -> Batch:
    """Seals each ballot under a one-time key, which ends here; two clerks are to sign.

    The entries are sorted, so that nothing of the order of keying is left.
    """
    contests = manifest.contests_of(header.group_id)
    padded = [pad_payload(choices, contests, manifest.pad_len) for choices in ballots]
    entries = [_seal(manifest, header, each, random_bytes) for each in padded]
    return Batch(SignedHeader(header), tuple(sorted(entries, key=bytes)))


def _seal(
    manifest: Manifest, header: Header, padded: bytes, random_bytes: Callable[[int], bytes]
) -> Entry:
    one_time_sk, group_id = random_bytes(ed25519.PUBLIC_KEY), header.group_id
    token_pk = ed25519.public_of(one_time_sk)
    inner = envelopes.seal_inner(
        manifest.B, envelopes.inner_info(manifest.hash, group_id), padded, random_bytes(32)
    )
    info = envelopes.outer_info(manifest.hash, group_id, token_pk)
    outer = envelopes.seal_outer(manifest.A, info, inner, random_bytes(32))
    unsigned = PAPER_MARK + b"".join(clerk + _UNSIGNED for clerk in header.clerks)
    prefix = random_bytes(tokens.PREFIX)
    return sign_ballot(
        manifest.hash, one_time_sk, Entry(group_id, prefix, token_pk, unsigned, outer, b"")
    )


def in_order(files: Sequence[bytes]) -> bytes:
    """paper.jsonl of batches that lie in several files, by their numbers; check it next."""
    rows = [row for file in files for row in file.splitlines()]
    return b"".join(row + b"\n" for row in sorted(rows, key=_number))


def _number(raw: bytes) -> int:
    what = "a batch"
    of = Fields(parse_canonical(raw, what), what, "header", "signatures", "entries")
    return Header.read(of.member("header"), what).batch


def read_batches(raw: bytes, manifest: Manifest) -> tuple[Batch, ...]:
    """The batches of paper.jsonl, numbered from 1, each checked; no key stands in two entries."""
    rows = raw.split(b"\n")
    if rows.pop():
        raise Malformed("paper.jsonl does not end with its last line")
    batches = tuple(
        Batch.parse(row, manifest, f"paper batch {number}") for number, row in enumerate(rows, 1)
    )
    for batch in batches:
        batch.check(manifest)
    check_numbers([batch.header for batch in batches])
    keys = Counter(entry.token_pk for batch in batches for entry in batch.entries)
    if any(times > 1 for times in keys.values()):
        raise Malformed("a paper ballot stands twice among the batches")
    return batches


def check_numbers(headers: Sequence[Header]) -> None:
    """Batches are numbered from 1 without a gap."""
    numbers = [0, *(header.batch for header in headers)]
    if any(following != one + 1 for one, following in pairwise(numbers)):
        raise Malformed("the paper batches are not numbered from 1, in order")
