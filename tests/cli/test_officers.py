import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from rehearsal.made_up import MadeUpElection, make_election
from typer.testing import CliRunner

from app.cli import app
from app.core.faults import BadInput
from app.core.secrecy import ed25519
from app.core.secrecy.amendments import Amendment
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.officers import Registration, sheet_code

RUN = CliRunner()
Refusal = Callable[..., str]
ELECTION = f"--election-id={'00' * 16}"
PASSPHRASE = "four words or more"
LATER = ("--closes-issue=2028-03-28T10:00:00Z", "--closes-cast=2028-03-28T11:00:00Z")


@pytest.fixture
def election(tmp_path: Path) -> MadeUpElection:
    made = make_election(os.urandom)
    (tmp_path / "manifest").write_bytes(made.manifest.canonical())
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n")
    return made


def run(*arguments: str) -> str:
    result = RUN.invoke(app, arguments)
    assert result.exit_code == 0, result.exception
    return result.stdout


def make_key(folder: Path, name: str) -> bytes:
    given = f"--passphrase-file={folder / 'passphrase'}"
    made = Registration.parse(
        run("officer-key", f"--out={folder / name}", ELECTION, given).encode()
    )
    made.check(bytes(16))
    return made.key


def test_two_officers_sign_an_amendment_with_keys_that_only_their_passphrases_open(
    tmp_path: Path, election: MadeUpElection
) -> None:
    keys = [make_key(tmp_path, name) for name in ("one", "two")]
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o600
    assert b"ENCRYPTED" in (tmp_path / "one").read_bytes()
    file = tmp_path / "amendment.json"
    manifest = f"--manifest={tmp_path / 'manifest'}"
    run("amendment", "draft", manifest, "--reason=An outage.", *LATER, str(file))
    for name in ("one", "two"):
        given = f"--passphrase-file={tmp_path / 'passphrase'}"
        told = run("amendment", "sign", str(file), f"--key={tmp_path / name}", given)
        assert "closes_cast: 2028-03-28T11:00:00Z" in told
    signed = Amendment.parse(file.read_bytes().rstrip(), "it")
    assert sorted(signed.signatures) == sorted(keys)
    for key, signature in signed.signatures.items():
        ed25519.verify(key, signature, signed._message, "it")


def test_passphrase_is_asked_for_twice_where_no_file_is_named(tmp_path: Path) -> None:
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    result = RUN.invoke(app, ["officer-key", f"--out={tmp_path / 'key'}", ELECTION], input=typed)
    assert result.exit_code == 0, result.output
    assert PASSPHRASE not in result.output


def test_key_is_written_anew_from_the_sheet_that_its_page_printed(tmp_path: Path) -> None:
    secret, out = os.urandom(32), tmp_path / "key"
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    given = [f"--out={out}", ELECTION, f"--passphrase-file={tmp_path / 'passphrase'}", "--sheet"]
    for code in (sheet_code(secret, b"another election"), sheet_code(secret, bytes(16))[:-1]):
        result = RUN.invoke(app, ["officer-key", *given], input=f"{code}\n")
        assert isinstance(result.exception, BadInput)
        assert not out.exists()
    typed = sheet_code(secret, bytes(16)).lower().replace("-", " ")
    result = RUN.invoke(app, ["officer-key", *given], input=f"{typed}\n")
    assert f'"key":"{to_base64url(ed25519.public_of(secret))}"' in result.stdout


def test_short_passphrase_makes_no_key(tmp_path: Path, refusal: Refusal) -> None:
    (tmp_path / "passphrase").write_text("short")
    given = f"--passphrase-file={tmp_path / 'passphrase'}"
    assert "12 characters" in refusal("officer-key", f"--out={tmp_path / 'key'}", ELECTION, given)
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ((), "changes one thing"),
        (LATER[:1], "changes one thing"),
        (("--closes-issue=tomorrow", LATER[1]), "not a time like"),
        (("--eligible=2",), "name a group and its count"),
        ((f"--eligible=2:{'9' * 5000}",), "name a group and its count"),
        (("--eligible=2:٣",), "name a group and its count"),
        (("--client=xyz!",), "base64url"),
    ],
)
def test_draft_that_changes_nothing_of_its_kind_is_refused(
    tmp_path: Path,
    election: MadeUpElection,
    refusal: Refusal,
    changed: tuple[str, ...],
    says: str,
) -> None:
    out = str(tmp_path / "amendment.json")
    manifest = f"--manifest={tmp_path / 'manifest'}"
    assert says in refusal("amendment", "draft", manifest, "--reason=Why.", *changed, out)
    assert not (tmp_path / "amendment.json").exists()


@pytest.mark.parametrize("wrong", ["key", "passphrase"])
def test_signing_with_what_is_no_key_or_another_passphrase_is_refused(
    tmp_path: Path, election: MadeUpElection, wrong: str
) -> None:
    make_key(tmp_path, "key")
    file = tmp_path / "amendment.json"
    manifest = f"--manifest={tmp_path / 'manifest'}"
    run("amendment", "draft", manifest, "--reason=Why.", "--eligible=2:41", str(file))
    before = file.read_bytes()
    (tmp_path / wrong).write_text("another one entirely")
    given = f"--passphrase-file={tmp_path / 'passphrase'}"
    result = RUN.invoke(app, ["amendment", "sign", str(file), f"--key={tmp_path / 'key'}", given])
    assert "no signing key" in str(result.exception)
    assert file.read_bytes() == before
