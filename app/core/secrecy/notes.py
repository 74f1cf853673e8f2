import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import (
    PROTOCOL,
    Malformed,
    cut,
    from_base64,
    to_base64,
    to_base64url,
    uint64,
)

_ED25519 = b"\x01"
_COSIGNATURE = b"\x04"
_KEY_ID = 4
_TIME = 8
_ROOT = 32
_TEXT_LINES = 3
_KEY_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and RFC 6962 root of the board at one moment (C2SP tlog-checkpoint)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text that is signed, final newline included."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    def signed(self, box_sk: bytes) -> str:
        """The signed note; the key's name is the origin, as tlog-checkpoint advises."""
        signature = ed25519.sign(box_sk, self.text().encode())
        name_and_id = _key_id(self.origin, _ED25519, ed25519.public_of(box_sk))
        return f"{self.text()}\n— {self.origin} {to_base64(name_and_id + signature)}\n"


def origin_of(election_id: bytes) -> str:
    """The origin of an election's board: tellers/1/ and the election_id in base64url."""
    return f"{PROTOCOL}/{to_base64url(election_id)}"


def parse_note(note: str, origin: str, box_pk: bytes) -> Checkpoint:
    """The checkpoint of a note that `box_pk` signed; other signatures are not looked at."""
    checkpoint = _checkpoint_of(note)
    if checkpoint.origin != origin:
        raise Malformed(f"a checkpoint's origin is not {origin}")
    signatures = note.rpartition("\n\n")[2]
    _check_signatures(signatures.removesuffix("\n").split("\n"), checkpoint, box_pk)
    return checkpoint


def _checkpoint_of(note: str) -> Checkpoint:
    text, blank, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) != _TEXT_LINES or not signatures.endswith("\n"):
        raise Malformed("a checkpoint is not three lines, a blank one and signatures")
    if not _SIZE.fullmatch(lines[1]):
        raise Malformed("a checkpoint's size is not a plain number")
    root = from_base64(lines[2], "a checkpoint's root")
    if len(root) != _ROOT:
        raise Malformed("a checkpoint's root is not 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def _check_signatures(lines: list[str], checkpoint: Checkpoint, box_pk: bytes) -> None:
    key_id = _key_id(checkpoint.origin, _ED25519, box_pk)
    own = 0
    for line in lines:
        name, signature = _signature_of(line)
        if name == checkpoint.origin and signature[:_KEY_ID] == key_id:
            text = checkpoint.text().encode()
            ed25519.verify(box_pk, signature[_KEY_ID:], text, "a checkpoint's signature")
            own += 1
    if own != 1:
        raise Malformed("a checkpoint is not signed once by the ballot box")


def _signature_of(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, text = rest.partition(" ")
    signature = from_base64(text, "a checkpoint's signature")
    if dash != "—" or not _KEY_NAME.fullmatch(name) or len(signature) <= _KEY_ID:
        raise Malformed("a checkpoint's signature line is not '— name base64'")
    return name, signature


def join_notes(notes: list[str]) -> str:
    """checkpoints.txt: the notes one after the other, an empty line between them."""
    return "\n".join(notes)


def parse_notes(text: str, origin: str, box_pk: bytes) -> tuple[Checkpoint, ...]:
    """The checkpoints of checkpoints.txt in order."""
    return tuple(parse_note(note, origin, box_pk) for note in split_notes(text))


def split_notes(text: str) -> list[str]:
    """The notes of checkpoints.txt as they were joined."""
    parts = text.split("\n\n")
    if len(parts) % 2:
        raise Malformed("checkpoints.txt is not a row of signed notes")
    notes = [f"{parts[at]}\n\n{parts[at + 1]}" for at in range(0, len(parts), 2)]
    return [*(note + "\n" for note in notes[:-1]), notes[-1]]


def _key_id(name: str, kind: bytes, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:_KEY_ID]


@dataclass(frozen=True, slots=True)
class Witness:
    """An observer's program that cosigns what it saw (C2SP tlog-cosignature, cosignature/v1)."""

    name: str
    public: bytes

    @property
    def verifier_key(self) -> str:
        """The C2SP verifier key, name+id+base64(0x04 || Ed25519 key), as the manifest names it."""
        return f"{self.name}+{self._id.hex()}+{to_base64(_COSIGNATURE + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "Witness":
        """The witness of a verifier key; Malformed for what is none for cosignatures."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        key = from_base64(encoded, "a witness's key")
        if not _KEY_NAME.fullmatch(name) or key[:1] != _COSIGNATURE:
            raise Malformed("a witness is not a C2SP verifier key for cosignatures")
        witness = cls(name, ed25519.check_public(key[1:], "a witness's key"))
        if witness._id.hex() != key_id:
            raise Malformed("a witness's key id is not that of its name and key")
        return witness

    def cosign(self, checkpoint: Checkpoint, secret: bytes, at: int) -> str:
        """The signature line, with its end; `at` is the witness's time in seconds since 1970."""
        signature = ed25519.sign(secret, _cosigned(checkpoint, at))
        return f"— {self.name} {to_base64(self._id + uint64(at) + signature)}\n"

    def time_in(self, note: str, checkpoint: Checkpoint) -> int | None:
        """When this witness cosigned the note of a checkpoint; None where it did not."""
        for line in note.rpartition("\n\n")[2].removesuffix("\n").split("\n"):
            name, signature = _signature_of(line)
            key_id, time, rest = cut(signature, _KEY_ID, _TIME)
            if (name, key_id) == (self.name, self._id):
                at = int.from_bytes(time, "big")
                what = f"the cosignature of {self.name}"
                ed25519.verify(self.public, rest, _cosigned(checkpoint, at), what)
                return at
        return None

    @property
    def _id(self) -> bytes:
        return _key_id(self.name, _COSIGNATURE, self.public)


def cosigned_by(note: str, line: str, witnesses: Sequence[Witness]) -> tuple[str, Witness]:
    """The note with one witness's line joined to it; Malformed unless that one's, and its first.

    The note's own signature is not looked at.
    """
    checkpoint, line = _checkpoint_of(note), line.strip()
    if "\n" in line:
        raise Malformed("a witness's word is one line")
    with_line = f"{note}{line}\n"
    for witness in witnesses:
        if witness.time_in(f"\n\n{line}\n", checkpoint) is not None:
            if witness.time_in(note, checkpoint) is not None:
                raise Malformed(f"{witness.name} has cosigned this checkpoint before")
            return with_line, witness
    raise Malformed("this is no line of a witness that the manifest names")


def _cosigned(checkpoint: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{checkpoint.text()}".encode()
