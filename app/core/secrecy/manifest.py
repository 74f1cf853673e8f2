import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain, pairwise

from app.core.secrecy import ed25519, envelopes, notes
from app.core.secrecy.encoding import PROTOCOL, Malformed, canonical, parse_canonical
from app.core.secrecy.encoding import to_base64url as b64
from app.core.secrecy.fields import Fields, utc
from app.core.secrecy.groups import DIGEST, PAD_STEP, BallotContest, Group, least_pad_len
from app.core.secrecy.tokens import IssuerKey, issuer_key

__all__ = ["BallotContest", "Group", "Manifest", "least_pad_len"]

ELECTION_ID = 16
PURPOSES = ("election", "rehearsal")
LARGEST_PAD_LEN = 2**16 - 256  # the payload's length is a uint16
MARKS_ALONE = 10  # a plurality contest of more candidates is a group of its own


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an election is, frozen before the first issuance; its hash M is in every signature.

    A and B are the raw X25519 keys of the opening, box_spki and registrar_spki DER SPKIs of
    Ed25519, officers raw Ed25519 keys, witnesses C2SP verifier keys ("name+id+key"), times UTC.
    """

    purpose: str
    election_id: bytes
    title: str
    contests: tuple[BallotContest, ...]
    groups: tuple[Group, ...]
    A: bytes
    B: bytes
    t: int
    n: int
    pad_len: int
    opens: datetime
    closes_issue: datetime
    closes_cast: datetime
    box_spki: bytes
    registrar_spki: bytes
    officers: tuple[bytes, ...]
    witnesses: tuple[str, ...]
    client_sha256: bytes
    version: str = PROTOCOL

    def __post_init__(self) -> None:
        _check_head(self)
        _check_keys(self)
        _check_groups(self)
        if self.pad_len != least_pad_len(self.contests, self.groups):
            raise Malformed("pad_len is not the least multiple of 256 that holds every ballot")

    @cached_property
    def hash(self) -> bytes:
        """M, 32 bytes."""
        return hashlib.sha256(self.canonical()).digest()

    @cached_property
    def box_pk(self) -> bytes:
        """The raw Ed25519 key of the ballot box."""
        return ed25519.from_spki(self.box_spki, "box_spki")

    @cached_property
    def registrar_pk(self) -> bytes:
        """The raw Ed25519 key that signs the bundle."""
        return ed25519.from_spki(self.registrar_spki, "registrar_spki")

    @cached_property
    def _groups_by_id(self) -> Mapping[int, Group]:
        return {group.group_id: group for group in self.groups}

    def group(self, group_id: int) -> Group:
        """The group of that id; Malformed when there is none."""
        if group_id not in self._groups_by_id:
            raise Malformed(f"this election has no group {group_id}")
        return self._groups_by_id[group_id]

    def issuer_key(self, group_id: int) -> IssuerKey:
        """The issuer key of a group."""
        return issuer_key(self.group(group_id).issuer_spki)

    def contests_of(self, group_id: int) -> tuple[BallotContest, ...]:
        """The contests of a group in its order."""
        by_id = {contest.id: contest for contest in self.contests}
        return tuple(by_id[contest] for contest in self.group(group_id).contests)

    def canonical(self) -> bytes:
        """The hashed bytes, a JCS object; manifest.json of the bundle."""
        return canonical(
            {
                "version": self.version,
                "purpose": self.purpose,
                "election_id": b64(self.election_id),
                "title": self.title,
                "contests": [contest.as_json() for contest in self.contests],
                "groups": [group.as_json() for group in self.groups],
                "A": b64(self.A),
                "B": b64(self.B),
                "t": self.t,
                "n": self.n,
                "pad_len": self.pad_len,
                "opens": utc(self.opens),
                "closes_issue": utc(self.closes_issue),
                "closes_cast": utc(self.closes_cast),
                "box_spki": b64(self.box_spki),
                "registrar_spki": b64(self.registrar_spki),
                "officers": [b64(officer) for officer in self.officers],
                "witnesses": self.witnesses,
                "client_sha256": b64(self.client_sha256),
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> "Manifest":
        """The manifest of exactly these canonical bytes; Malformed names the first fault."""
        of = Fields(parse_canonical(raw, "the manifest"), "the manifest", *cls._names())
        return cls(
            version=of.text("version"),
            purpose=of.text("purpose"),
            election_id=of.binary("election_id", ELECTION_ID),
            title=of.text("title"),
            contests=of.each("contests", BallotContest.read),
            groups=of.each("groups", Group.read),
            A=of.binary("A", envelopes.KEY),
            B=of.binary("B", envelopes.KEY),
            t=of.number("t", 2, 255),
            n=of.number("n", 3, 255),
            pad_len=of.number("pad_len", PAD_STEP, LARGEST_PAD_LEN),
            opens=of.time("opens"),
            closes_issue=of.time("closes_issue"),
            closes_cast=of.time("closes_cast"),
            box_spki=of.binary("box_spki", ed25519.SPKI),
            registrar_spki=of.binary("registrar_spki", ed25519.SPKI),
            officers=of.binaries("officers", ed25519.PUBLIC_KEY),
            witnesses=of.texts("witnesses"),
            client_sha256=of.binary("client_sha256", DIGEST),
        )

    @classmethod
    def _names(cls) -> Iterable[str]:
        return cls.__dataclass_fields__


def _check_head(manifest: Manifest) -> None:
    if manifest.version != PROTOCOL:
        raise Malformed(f"the manifest's version is not {PROTOCOL}")
    if manifest.purpose not in PURPOSES:
        raise Malformed("the manifest's purpose is neither election nor rehearsal")
    if not 2 <= manifest.t < manifest.n <= 255:
        raise Malformed("t and n must hold 2 <= t < n <= 255, so that one lost share loses nothing")
    times = manifest.opens, manifest.closes_issue, manifest.closes_cast
    if any(time.utcoffset() is None or time.microsecond for time in times):
        raise Malformed("the manifest's times must be whole seconds with a time zone")
    if not manifest.opens < manifest.closes_issue <= manifest.closes_cast:
        raise Malformed("the manifest's times must be opens < closes_issue <= closes_cast")


def _check_keys(manifest: Manifest) -> None:
    envelopes.check_public(manifest.A, "A")
    envelopes.check_public(manifest.B, "B")
    signers = [manifest.box_pk, manifest.registrar_pk, *manifest.officers]
    for officer in manifest.officers:
        ed25519.check_public(officer, "an officer's key")
    for witness in manifest.witnesses:
        notes.Witness.parse(witness)
    _check_once([manifest.A, manifest.B], "the opening's keys")
    _check_once(signers, "the keys of box, registrar and officers")
    _check_once([group.issuer_spki for group in manifest.groups], "the issuer keys")
    for group in manifest.groups:
        issuer_key(group.issuer_spki)


def _check_groups(manifest: Manifest) -> None:
    contests = {contest.id: contest for contest in manifest.contests}
    _check_once([contest.id for contest in manifest.contests], "the contests")
    if not manifest.groups or any(not group.contests for group in manifest.groups):
        raise Malformed("the manifest needs a group, and every group a contest")
    if any(one.group_id >= next_.group_id for one, next_ in pairwise(manifest.groups)):
        raise Malformed("the manifest's groups are not in ascending order")
    grouped = list(chain.from_iterable(group.contests for group in manifest.groups))
    if sorted(grouped) != sorted(contests):
        raise Malformed("each contest must stand in exactly one group")
    for group in manifest.groups:
        marked = [contests[each] for each in group.contests if not contests[each].ranked]
        if len(group.contests) > 1 and any(len(each.candidates) > MARKS_ALONE for each in marked):
            raise Malformed(
                f"group {group.group_id}: a plurality contest of more than {MARKS_ALONE} "
                "candidates must be a group of its own"
            )


def _check_once(values: Sequence[str | bytes], what: str) -> None:
    if any(count > 1 for count in Counter(values).values()):
        raise Malformed(f"{what} of the manifest must differ from one another")
