"""Ballots that no client of ours would cast, each with the one reason why it is malformed."""

import os
from collections.abc import Callable

from app.core.secrecy import envelopes
from app.core.secrecy.encoding import canonical, uint16
from app.core.secrecy.entries import Entry
from app.core.secrecy.reasons import Reason
from rehearsal.poll import Poll

GROUP = 1
CHOICES = {"president": [2, 1], "treasurer": [3]}


def padded(payload: bytes, pad_len: int) -> bytes:
    """The payload as a proper client pads it, whatever it says."""
    return uint16(len(payload)) + payload + bytes(pad_len - 2 - len(payload))


def with_payload(payload: bytes) -> Callable[[Poll], list[Entry]]:
    """Casts one ballot of this payload in group 1."""

    def cast(poll: Poll) -> list[Entry]:
        return [poll.of_payload(GROUP, padded(payload, poll.election.manifest.pad_len))]

    return cast


def random_outer(poll: Poll) -> list[Entry]:
    """An entry that opens to nothing."""
    return [poll.of_outer(GROUP, lambda _: os.urandom(poll.outer_length))]


def _copied_outer(poll: Poll) -> list[Entry]:
    """Another's ciphertext under one's own token: a copied vote."""
    stolen = poll.entry(GROUP, CHOICES).outer
    return [poll.of_outer(GROUP, lambda _: stolen)]


def _outer_of_other_eph(poll: Poll) -> list[Entry]:
    manifest = poll.election.manifest
    inner = poll.inner(GROUP, padded(canonical(CHOICES), manifest.pad_len))
    return [
        poll.of_outer(
            GROUP, lambda info: envelopes.seal(manifest.A, info, bytes(32) + inner, os.urandom(32))
        )
    ]


def _inner_twice(poll: Poll) -> list[Entry]:
    inner = poll.inner(GROUP, padded(canonical(CHOICES), poll.election.manifest.pad_len))
    return [poll.of_inner(GROUP, inner), poll.of_inner(GROUP, inner)]


def _random_inner(poll: Poll) -> list[Entry]:
    return [poll.of_inner(GROUP, os.urandom(poll.inner_length))]


def _inner_of_another_group(poll: Poll) -> list[Entry]:
    return [poll.of_inner(GROUP, poll.inner(2, bytes(poll.election.manifest.pad_len)))]


def _inner_of_other_eph(poll: Poll) -> list[Entry]:
    manifest = poll.election.manifest
    info = envelopes.inner_info(manifest.hash, GROUP)
    plain = bytes(32) + padded(canonical(CHOICES), manifest.pad_len)
    return [poll.of_inner(GROUP, envelopes.seal(manifest.B, info, plain, os.urandom(32)))]


def _byte_behind_the_payload(poll: Poll) -> list[Entry]:
    proper = padded(canonical(CHOICES), poll.election.manifest.pad_len)
    return [poll.of_payload(GROUP, proper[:-1] + b"\1")]


def _length_beyond_the_padding(poll: Poll) -> list[Entry]:
    pad_len = poll.election.manifest.pad_len
    return [poll.of_payload(GROUP, uint16(pad_len) + bytes(pad_len - 2))]


CRAFTED: list[tuple[Reason, Callable[[Poll], list[Entry]]]] = [
    (Reason.OUTER_DOES_NOT_OPEN, random_outer),
    (Reason.OUTER_DOES_NOT_OPEN, _copied_outer),
    (Reason.OUTER_OTHER_BYTES, _outer_of_other_eph),
    (Reason.INNER_SEEN_BEFORE, _inner_twice),
    (Reason.INNER_DOES_NOT_OPEN, _random_inner),
    (Reason.INNER_DOES_NOT_OPEN, _inner_of_another_group),
    (Reason.INNER_OTHER_BYTES, _inner_of_other_eph),
    (Reason.PADDING, _byte_behind_the_payload),
    (Reason.PADDING, _length_beyond_the_padding),
    (Reason.NOT_CANONICAL, with_payload(b'{"treasurer":[3],"president":[2,1]}')),
    (Reason.NOT_CANONICAL, with_payload(b'{"president":[2, 1],"treasurer":[3]}')),
    (Reason.NOT_CANONICAL, with_payload(b"")),
    (Reason.NOT_CANONICAL, with_payload(b'{"a":' + b"[" * 70 + b"]" * 70 + b"}")),
    (Reason.NOT_A_BALLOT, with_payload(b'{"president":"2","treasurer":[3]}')),
    (Reason.CONTEST_MISSING, with_payload(b'{"president":[2,1]}')),
    (Reason.CONTEST_FOREIGN, with_payload(b'{"dean":[1],"president":[2,1],"treasurer":[3]}')),
    (Reason.NUMBER_UNKNOWN, with_payload(b'{"president":[5],"treasurer":[3]}')),
    (Reason.NUMBER_UNKNOWN, with_payload(b'{"president":[0],"treasurer":[3]}')),
    (Reason.NUMBER_REPEATED, with_payload(b'{"president":[2,2],"treasurer":[3]}')),
    (Reason.NUMBERS_TOO_MANY, with_payload(b'{"president":[2,1],"treasurer":[1,3]}')),
]
