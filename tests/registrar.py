"""A registrar in this process with a small roll, driven through its API stage by stage."""

import copy
import csv
import io
import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Self

from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.actions.sign_in import create_staff, make_code
from app.core.secrecy import ed25519
from app.core.secrecy.encoding import to_base64url
from app.core.secrecy.officers import Registration
from app.core.secrecy.shares import opening_keys
from app.main import create_app
from app.records.base import open_database
from app.records.roll import member_by_number
from app.records.staff import committee_of
from app.settings import Settings, raw

SET_UP = datetime(2028, 1, 10, 18, tzinfo=UTC)
ALPHABET = {
    "letters": "EPHDZWATORJFQSCIUMNBXKYLGV",
    "held_on": "2023-05-16",
    "source": "Oregon Secretary of State, election of May 16, 2023",
}
# number, last name, first name, county, steward, status
PEOPLE = [
    ("1001", "Garza", "Ana", "Multnomah", "none", "good"),
    ("1002", "Garcia", "Luis", "Multnomah", "homecare", "good"),
    ("1003", "Núñez", "Eva", "Clackamas", "none", "good"),
    ("1004", "O'Brien", "Pat", "Lane", "none", "good"),
    ("1005", "Смирнова", "Olga", "Lane", "none", "good"),
    ("1006", "Chen", "Wei", "Benton", "none", "lapsed"),
    ("1007", "Okafor", "Ada", "Deschutes", "none", "good"),
    ("1008", "Lopez", "Ines", "Multnomah", "none", "good"),
    ("1009", "<b>Bold</b>", "Bea", "Multnomah", "none", "good"),
]
COMMITTEE = ("1003", "1007", "1009")
ROLES = ("chair", "committee", "committee")


def roll_files() -> dict[str, bytes]:
    """The three files of the small roll."""
    roll = [
        {
            "member_number": number,
            "first_name": first,
            "last_name": last,
            "latin_last_name": "Smirnova" if last == "Смирнова" else "",
            "email": f"{number}@example.org",
            "county": county,
            "state": "OR",
            "kind": "active",
            "in_bargaining_unit": "yes",
            "steward": steward,
            "steward_since": "2020-01-01" if steward != "none" else "",
        }
        for number, last, first, county, steward, _ in PEOPLE
    ]
    standing = [
        {"member_number": number, "from": "2020-01-01", "to": "", "status": status, "note": ""}
        for number, _, _, _, _, status in PEOPLE
    ]
    return {"roll": as_csv(roll), "standing": as_csv(standing)}


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Rows as a CSV file with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class Registrar:
    """The registrar's API as the people of one election meet it."""

    committee_numbers: ClassVar[tuple[str, ...]] = COMMITTEE
    form: ClassVar[dict[str, Any]] = {
        "profile": "homecare_local_99",
        "title": "2028 general election",
        "purpose": "rehearsal",
        "zone": "America/Los_Angeles",
        "granted_delegates": 47,
    }

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = open_database(settings)
        self.http = TestClient(create_app(settings), base_url=settings.public_url)
        with self.database.writing() as session:
            password = create_staff(
                session,
                name="Ada Root",
                email="admin@example.org",
                administrator=True,
                by="the test",
                now=datetime.now(UTC),
            )
        self.passwords = {"admin@example.org": password}
        self.admin = self.sign_in("admin@example.org", password)

    @property
    def third(self) -> dict[str, str]:
        """The third on the committee."""
        return self.committee[2]

    def moved_to(self, settings: Settings) -> Self:
        """The same people and sign-ins at a copy of this registrar's database."""
        moved = copy.copy(self)
        moved.passwords = dict(self.passwords)
        moved.settings, moved.database = settings, open_database(settings)
        moved.http = TestClient(create_app(settings), base_url=settings.public_url)
        moved.in_days_of_nominations()
        return moved

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()
        self.http.app.state.house.database.close()  # type: ignore[attr-defined] # Starlette's

    def in_days_of_nominations(self) -> None:
        """Moves the made-up clock to where nominations are open."""
        self.move_to(self.dates["nominations_open"] + timedelta(days=1))

    def move_to(self, moment: datetime) -> None:
        """Moves the made-up clock."""
        ahead = (moment - datetime.now(UTC)).total_seconds()
        assert self.settings.clock_file is not None
        self.settings.clock_file.write_text(json.dumps({"ahead": ahead}))

    def sign_in(self, email: str, password: str) -> dict[str, str]:
        """The header of a staff member's new session."""
        answer = self.http.post(
            "/api/v1/staff-sessions", json={"email": email, "password": password}
        )
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def set_up(self) -> Self:
        """An election with its committee, roll and alphabet, in the days of nominations."""
        self.create()
        self.upload_roll(roll_files())
        self.http.put(self.at("alphabet"), json=ALPHABET, headers=self.chair)
        self.in_days_of_nominations()
        return self

    def create(self) -> Self:
        """An election with its committee alone, in the days of its set-up."""
        self.move_to(SET_UP)
        self.election = self.post("", self.form, self.admin).json()["id"]
        self.committee = [
            self.appoint(number, role)
            for number, role in zip(self.committee_numbers, ROLES, strict=False)
        ]
        self.chair, self.second = self.committee[:2]
        self.dates = {
            name: datetime.fromisoformat(at)
            for name, at in self.http.get(self.at()).json()["dates"].items()
        }
        return self

    def appoint(self, number: str, role: str) -> dict[str, str]:
        """A new account on the committee, signed in."""
        email = f"{role}-{number}@{self.election[:8]}.example.org"
        staff = {"name": f"{role} {number}", "email": email}
        made = self.http.post("/api/v1/staff", json=staff, headers=self.admin).json()
        form = {
            "email": email,
            "role": role,
            "member_number": number,
            "appointed_by": "the President",
            "appointed_on": "2028-01-09",
        }
        self.post("appointments", form, self.admin)
        self.passwords[email] = made["password"]
        return self.sign_in(email, made["password"])

    def without_third_committee_member(self) -> "Registrar":
        """The same, as if the third one had never been appointed."""
        with self.database.writing() as session:
            session.delete(committee_of(session, self.election)[-1])
        return self

    def at(self, path: str = "") -> str:
        """The address of something of the election."""
        return f"/api/v1/elections/{self.election}" + (f"/{path}" if path else "")

    def post(self, path: str, form: Any, by: dict[str, str]) -> Any:
        """Does an act in the election; without a path, creates one."""
        address = self.at(path) if path else "/api/v1/elections"
        return self.http.post(address, json=form, headers=by)

    def upload_roll(self, files: dict[str, bytes]) -> Any:
        """Uploads the roll's files as the Chair."""
        named = {name: (f"{name}.csv", raw_file) for name, raw_file in files.items()}
        return self.http.post(self.at("roll"), files=named, headers=self.chair)

    def nominate(self, number: str, contest: str) -> Any:
        """Nominates a member, as the Chair enters it."""
        form = {"contest": contest, "member_number": number, "nominated_by": "a member"}
        return self.post("nominations", form, self.chair)

    def member(self, number: str) -> dict[str, str]:
        """The header of a member's new session, by a code as the mail has it."""
        code = self.code_of(number)
        form = {"election_id": self.election, "member_number": number, "code": code}
        answer = self.http.post("/api/v1/member-sessions", json=form)
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def code_of(self, number: str) -> str:
        """A new sign-in code of a member."""
        with self.database.writing() as session:
            member = member_by_number(session, self.election, number)
            assert member is not None
            return make_code(session, member, key=raw(self.settings.code_key))

    def stand(self, number: str, contest: str) -> Any:
        """Nominates a member, who accepts."""
        return self.answer(number, self.nominate(number, contest).json()["id"])

    def answer(self, number: str, nomination: int, **form: Any) -> Any:
        """The nominee answers a nomination: accepts it, where the form says nothing else."""
        return self.http.post(
            f"/api/v1/my/nominations/{nomination}/answer",
            json={"accept": True} | form,
            headers=self.member(number),
        )

    def with_candidates(self) -> "Registrar":
        """Two candidates for President and three for the two delegates' seats."""
        for number in ("1001", "1002"):
            self.stand(number, "president")
        for number in ("1004", "1005", "1008"):
            self.stand(number, "delegates")
        self.stand("1001", "director-multnomah")
        return self

    def register_key(self, secret: bytes, by: dict[str, str]) -> Any:
        """An officer registers the public half of a signing key."""
        made = Registration.of(secret, bytes.fromhex(self.election))
        return self.post("officer-keys", made.as_json(), by)

    def prepare(self, keys: dict[str, Any] | None = None) -> Any:
        """Has the ballot prepared when nominees can no longer answer."""
        self.move_to(self.dates["acceptance_deadline"] + timedelta(days=1))
        return self.post("ballot", keys or made_up_keys(self.election), self.chair)

    def freeze(self, keys: dict[str, Any] | None = None) -> str:
        """Prepares the ballot and has two people approve it; gives the manifest hash."""
        digest: str = self.prepare(keys).json()["digest"]
        for path, by in (("approval", self.chair), ("countersignature", self.second)):
            answer = self.post(f"ballot/{path}", {"digest": digest}, by)
            assert answer.status_code == 200, answer.json()
        self.mail_notice()
        return digest

    def mail_notice(self, letters: int = 100_000) -> Any:
        """Enters the proof that the notice of election was mailed the day nominations closed."""
        form = {
            "notice": "election_notice",
            "mailed_on": self.dates["nominations_close"].date().isoformat(),
            "letters": letters,
            "proof": "receipt 7",
        }
        return self.post("mailings", form, self.chair)


def made_up_keys(election: str, box_sk: bytes | None = None) -> dict[str, Any]:
    """Public keys of an opening and of a box, as their own places would make them."""
    opening = opening_keys(secrets.token_bytes(32), bytes.fromhex(election))
    box = ed25519.to_spki(ed25519.public_of(box_sk or secrets.token_bytes(32)))
    return {
        "A": to_base64url(opening.a_public),
        "B": to_base64url(opening.b_public),
        "t": 3,
        "n": 5,
        "box_spki": to_base64url(box),
    }


def make_clock(folder: Path) -> Path:
    """A made-up clock that stands at the machine's time."""
    file = folder / "clock.json"
    file.write_text(json.dumps({"ahead": 0}))
    return file


def make_settings(database_url: str, clock_file: Path) -> Settings:
    """A registrar's settings with fresh secrets."""
    return Settings(
        database_url=database_url,
        vault_key=SecretStr(secrets.token_hex(32)),
        code_key=SecretStr(secrets.token_hex(32)),
        signing_key=SecretStr(secrets.token_hex(32)),
        clock_file=clock_file,
        public_url="http://testserver",  # the name by which test clients ask
    )
