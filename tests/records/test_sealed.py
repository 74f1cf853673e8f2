"""No personal data in clear in what the database keeps, nor in a dump of it (D8)."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag
from pydantic import SecretStr

from app.actions.committee import Actor
from app.actions.elections import election_of
from app.actions.roll_previews import import_kept_roll, keep_roll, preview_of
from app.actions.sign_in import create_staff
from app.core.roles import Role
from app.errors import AlreadyDone
from app.records.base import Database, open_database
from app.records.jobs import Job
from app.records.roll import member_by_number
from app.records.staff import staff_by_email
from app.settings import Settings
from tests.databases import Databases
from tests.registrar import SET_UP, Registrar, as_csv, roll_files

PLANTED = {
    "email": "planted-mail@example.org",
    "phone": "503-555-0142",
    "address1": "12 Planted Lane",
    "address2": "Planted Annex 7",
    "city": "Plantedville",
    "postal_code": "97999-4242",
    "birth_year": "1931",
}
STAFF = "Planted.Officer@example.org"
REFUSED = "550 <refused-mail@example.org> is unknown here"
BY = Actor(1, "Ada Root", Role.CHAIR)


def planted_files() -> dict[str, bytes]:
    """The small roll with personal data of which nothing stands anywhere else."""
    files = roll_files()
    rows = [{**row, **PLANTED} for row in csv.DictReader(io.StringIO(files["roll"].decode()))]
    return {**files, "roll": as_csv(rows)}


def in_clear(databases: Databases, url: str) -> list[str]:
    """What of the planted data anybody can read in the database's files or in its dump."""
    dump, files = databases.dump(url), databases.content(url)
    assert b"account_created" in dump  # the control: the search does find
    assert b"account_created" in files
    planted = [*PLANTED.values(), STAFF, STAFF.lower(), REFUSED]
    texts = [text for text in planted if text != PLANTED["birth_year"]]
    found = [text for text in texts if text.encode() in files]
    found += [
        text for text in texts if text.encode() in dump or text.encode().hex().encode() in dump
    ]
    # Four digits stand everywhere: as a value of their own they are looked for.
    return found + re.findall(rf"\b{PLANTED['birth_year']}\b", dump.decode())


@pytest.fixture
def registrar(settings: Settings) -> Registrar:
    return Registrar(settings).create()


def test_personal_data_is_nowhere_in_clear_from_upload_to_mail(
    registrar: Registrar, databases: Databases
) -> None:
    url, files = registrar.settings.database_url, planted_files()
    with registrar.database.writing() as session:
        election = election_of(session, registrar.election)
        keep_roll(session, election, **files, offices=None, employment=None, now=SET_UP)
        create_staff(session, name="P", email=STAFF, administrator=False, by="a test", now=SET_UP)
    assert in_clear(databases, url) == []
    with registrar.database.writing() as session:
        election = election_of(session, registrar.election)
        preview = preview_of(session, election)
        assert preview is not None
        assert preview.first[0].email == PLANTED["email"]
        import_kept_roll(session, election, preview.digest, by=BY, now=SET_UP)
        member = member_by_number(session, registrar.election, "1001")
        assert member is not None
        session.add(Job(id="1", kind="code", member_id=member.id, facts={}, failure=REFUSED))
    assert in_clear(databases, url) == []
    with registrar.database.reading() as session:
        member = member_by_number(session, registrar.election, "1001")
        assert member is not None
        assert {name: str(getattr(member, name)) for name in PLANTED} == PLANTED
        assert session.get_one(Job, "1").failure == REFUSED


def test_account_is_found_by_its_address_whatever_the_capitals(registrar: Registrar) -> None:
    now = datetime.now(UTC)
    with registrar.database.writing() as session:
        create_staff(session, name="P", email=STAFF, administrator=False, by="a test", now=now)
    with registrar.database.reading() as session:
        found = staff_by_email(session, STAFF.upper())
        assert found is not None
        assert found.email == STAFF
        assert staff_by_email(session, "nobody@example.org") is None
    with registrar.database.writing() as session, pytest.raises(AlreadyDone):
        create_staff(session, name="Q", email=STAFF.lower(), administrator=False, by="", now=now)


def test_equal_values_do_not_look_equal(registrar: Registrar) -> None:
    registrar.upload_roll(planted_files())
    with Database(registrar.settings.database_url).engine.connect() as connection:
        held = connection.exec_driver_sql("SELECT email, city FROM members").all()
    assert len(held) >= 2
    assert len({bytes(value) for row in held for value in row}) == 2 * len(held)


def test_personal_data_does_not_open_under_another_key(registrar: Registrar) -> None:
    registrar.upload_roll(planted_files())
    other = registrar.settings.model_copy(update={"vault_key": SecretStr("0123456789abcdef" * 4)})
    with open_database(other).reading() as session, pytest.raises(InvalidTag):
        member_by_number(session, registrar.election, "1001")
    unkeyed = Database(registrar.settings.database_url)
    with unkeyed.reading() as session, pytest.raises(ValueError, match="without the key"):
        member_by_number(session, registrar.election, "1001")
