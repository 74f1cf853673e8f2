import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Malformed, uint64
from app.core.secrecy.notes import (
    Checkpoint,
    Witness,
    cosigned_by,
    join_notes,
    origin_of,
    parse_note,
    parse_notes,
)

SK = bytes(range(32))
PK = ed25519.public_of(SK)
ORIGIN = origin_of(bytes(16))
# The example of C2SP's tlog-checkpoint.
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv"
    "2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)


def test_text_of_the_specifications_example_is_reproduced() -> None:
    root = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    checkpoint = Checkpoint("example.com/behind-the-sofa", 20852163, root)
    assert EXAMPLE.startswith(checkpoint.text() + "\n—")


def test_key_id_is_the_specifications() -> None:
    """sum.golang.org+033de0ae is published with its key: id = SHA-256(name, newline, 0x01 key)."""
    key = base64.b64decode("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
    from app.core.secrecy.notes import _key_id

    assert _key_id("sum.golang.org", b"\1", key[1:]).hex() == "033de0ae"


@given(st.integers(0, 10**6), st.binary(min_size=32, max_size=32))
def test_checkpoint_round_trip(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert parse_note(checkpoint.signed(SK), ORIGIN, PK) == checkpoint


@given(st.data())
def test_checkpoint_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    note = Checkpoint(ORIGIN, 12, bytes(32)).signed(SK)
    at = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.sampled_from("aZ0/+= \n—"))
    if note[at] != letter:
        with pytest.raises(Malformed):
            parse_note(note[:at] + letter + note[at + 1 :], ORIGIN, PK)


def test_checkpoint_whose_size_or_root_is_not_one_is_refused() -> None:
    with pytest.raises(Malformed, match="32 bytes"):
        parse_note(Checkpoint(ORIGIN, 12, bytes(31)).signed(SK), ORIGIN, PK)
    note = Checkpoint(ORIGIN, 12, bytes(32)).signed(SK)
    with pytest.raises(Malformed, match="plain number"):
        parse_note(note.replace("\n12\n", "\n012\n"), ORIGIN, PK)


def test_checkpoint_keeps_the_signatures_of_witnesses() -> None:
    checkpoint = Checkpoint(ORIGIN, 12, bytes(32))
    cosigned = checkpoint.signed(SK) + "— witness.example " + "A" * 96 + "\n"
    assert parse_note(cosigned, ORIGIN, PK) == checkpoint


def test_checkpoint_of_another_box_or_election_is_refused() -> None:
    note = Checkpoint(ORIGIN, 12, bytes(32)).signed(SK)
    with pytest.raises(Malformed, match="not signed once"):
        parse_note(note, ORIGIN, ed25519.public_of(bytes(32)))
    with pytest.raises(Malformed, match="origin"):
        parse_note(note, origin_of(b"\1" * 16), PK)


def test_checkpoints_stand_one_after_the_other() -> None:
    first, last = Checkpoint(ORIGIN, 0, bytes(32)), Checkpoint(ORIGIN, 3, b"\1" * 32)
    text = join_notes([first.signed(SK), last.signed(SK)])
    assert parse_notes(text, ORIGIN, PK) == (first, last)
    assert parse_notes(join_notes([first.signed(SK)]), ORIGIN, PK) == (first,)
    for wrong in ("", "\n", text + "\n", text.replace("\n\n", "\n")):
        with pytest.raises(Malformed):
            parse_notes(wrong, ORIGIN, PK)


def test_witness_key_whose_id_is_not_its_own_is_refused() -> None:
    from app.core.secrecy.notes import _key_id

    encoded = base64.b64encode(b"\4" + PK).decode()
    key_id = _key_id("witness.example", b"\4", PK).hex()
    Witness.parse(f"witness.example+{key_id}+{encoded}")
    log_key = base64.b64encode(b"\1" + PK).decode()
    for wrong in (f"w+{key_id}+{encoded}", "no key", f"witness.example+{key_id}+{log_key}"):
        with pytest.raises(Malformed):
            Witness.parse(wrong)


WITNESS = Witness("witness.example", ed25519.public_of(bytes(32)))


def test_cosignature_of_the_specifications_example_has_its_time() -> None:
    """C2SP tlog-cosignature shows this line, and says that its message has time 1679315147."""
    line = (
        "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZ"
        "qhf5nNo0xUe+mbIUBkBIfZ+qnA=="
    )
    raw = base64.b64decode(line)
    assert (len(raw), int.from_bytes(raw[4:12], "big")) == (4 + 8 + 64, 1679315147)


def test_cosignature_signs_time_and_checkpoint_as_the_specification_says() -> None:
    checkpoint = Checkpoint(ORIGIN, 12, bytes(32))
    line = WITNESS.cosign(checkpoint, bytes(32), 1679315147)
    dash, name, encoded = line.split()
    raw = base64.b64decode(encoded)
    key_id = sha256(b"witness.example\n\x04" + WITNESS.public).digest()[:4]
    assert (dash, name, raw[:12]) == ("—", "witness.example", key_id + uint64(1679315147))
    message = f"cosignature/v1\ntime 1679315147\n{checkpoint.text()}".encode()
    ed25519.verify(WITNESS.public, raw[12:], message, "it")
    cosigned = checkpoint.signed(SK) + line
    assert parse_note(cosigned, ORIGIN, PK) == checkpoint
    assert WITNESS.time_in(cosigned, checkpoint) == 1679315147
    assert WITNESS.time_in(checkpoint.signed(SK), checkpoint) is None


def test_cosignature_of_another_checkpoint_or_time_is_refused() -> None:
    checkpoint, other = Checkpoint(ORIGIN, 12, bytes(32)), Checkpoint(ORIGIN, 13, bytes(32))
    with pytest.raises(Malformed, match=r"cosignature of witness\.example"):
        WITNESS.time_in(other.signed(SK) + WITNESS.cosign(checkpoint, bytes(32), 7), other)
    raw = bytearray(base64.b64decode(WITNESS.cosign(checkpoint, bytes(32), 7).split()[2]))
    raw[11] += 1
    later = f"— witness.example {base64.b64encode(raw).decode()}\n"
    with pytest.raises(Malformed, match=r"cosignature of witness\.example"):
        WITNESS.time_in(checkpoint.signed(SK) + later, checkpoint)


def test_line_of_a_witness_joins_its_note_once() -> None:
    checkpoint = Checkpoint(ORIGIN, 12, bytes(32))
    note, line = checkpoint.signed(SK), WITNESS.cosign(checkpoint, bytes(32), 7)
    cosigned, witness = cosigned_by(note, line, [WITNESS])
    assert (cosigned, witness) == (note + line, WITNESS)
    with pytest.raises(Malformed, match="cosigned this checkpoint before"):
        cosigned_by(cosigned, line, [WITNESS])
    with pytest.raises(Malformed, match="no line of a witness"):
        cosigned_by(note, line, [Witness("other.example", WITNESS.public)])
    for wrong in ("", "x", "— witness.example AAAA"):
        with pytest.raises(Malformed):
            cosigned_by(note, wrong, [WITNESS])
