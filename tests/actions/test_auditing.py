from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.actions.auditing import Audited, log_act, public_key_of, seal_audit, verify_audit
from app.core.audit_chain import Head
from app.core.faults import BadInput
from app.core.secrecy.encoding import Malformed
from app.records.audit import AuditRecord, acts_logged, hold_chain
from app.records.base import Database
from tests.chapters import Chapters
from tests.databases import Databases
from tests.election_day import ElectionDay
from tests.registrar import ALPHABET, Registrar
from tests.web import test_amendments as amendments
from tests.web import test_paper as paper
from tests.web import test_rehearsals as rehearsals
from tests.web import test_witnesses as witnesses

KEY = bytes(range(32))
AT = datetime(2028, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def log(database: Database, *acts: str) -> None:
    with database.writing() as session:
        for act in acts:
            log_act(session, act, by="Ann", now=AT, election="e1", number=1)


def seal(database: Database) -> Head | None:
    with database.writing() as session:
        return seal_audit(session, KEY, now=AT)


def verify(database: Database, kept: str | None = None) -> Audited:
    with database.reading() as session:
        return verify_audit(session, public_key_of(KEY), kept=kept)


def forge(database: Database, *statements: str) -> None:
    """What somebody with every right in the database could do: past the triggers, too."""
    with database.writing() as session:
        sqlite = database.engine.dialect.name == "sqlite"
        if sqlite:
            for table in ("audit", "audit_links", "audit_heads"):
                for act in ("update", "delete"):
                    session.execute(text(f"DROP TRIGGER {table}_append_only_{act}"))
        else:
            session.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            session.execute(text(statement))
        if not sqlite:
            session.execute(text("SET session_replication_role = DEFAULT"))


def test_log_that_nobody_touched_is_whole(database: Database) -> None:
    log(database, "roll_imported", "alphabet_entered")
    first = seal(database)
    log(database, "ballot_prepared")
    second = seal(database)
    assert first is not None
    assert second is not None
    assert (first.length, second.length) == (2, 3)
    assert verify(database) == Audited(second, 0)


def test_entry_that_waits_is_told_and_sealing_again_seals_nothing(database: Database) -> None:
    log(database, "roll_imported")
    seal(database)
    assert seal(database) is None
    log(database, "alphabet_entered")
    assert verify(database).waiting == 1


def test_entry_that_commits_after_one_of_a_higher_id_is_chained_after_it(
    database: Database,
) -> None:
    for number in (2, 1):
        with database.writing() as session:
            session.add(
                AuditRecord(id=number, at=AT, by="Ann", act="act_done", election=None, facts={})
            )
        seal(database)
    assert verify(database).head.length == 2


def test_sealing_and_acts_never_wait_for_each_other(databases: Databases) -> None:
    # On PostgreSQL several acts run at once, and ids commit in whatever order.
    with databases.migrated("postgresql") as url:
        database = Database(url)
        with database.writing() as slow:
            log_act(slow, "slow_act_done", by="Ann", now=AT, election=None)
            log(database, "act_done")
            assert seal(database) is not None
            with database.writing() as sealing:
                hold_chain(sealing)
                log(database, "act_done_while_sealing")
        seal(database)
        assert verify(database) == Audited(verify(database).head, 0)
        assert verify(database).head.length == 3


LIES = {
    "a changed fact": (
        """UPDATE audit SET facts = '{"number": 2}' WHERE id = 2""",
        r"entry 2 \(alphabet_entered, .*\) is not what was chained",
    ),
    "another author": ("UPDATE audit SET \"by\" = 'Eve' WHERE id = 1", "entry 1 .* is not what"),
    "an entry taken out": ("DELETE FROM audit WHERE id = 2", "entry 2 is in the chain and no"),
    "a link taken out": ("DELETE FROM audit_links WHERE position = 2", "place 2 of the chain"),
    "the end taken out": (
        "DELETE FROM audit_links WHERE position = 3",
        "the chain ends at 2, before the head signed at 3",
    ),
    "the head taken out": ("DELETE FROM audit_heads", "the chain ends at 3, and no signed head"),
    "another head": (
        "UPDATE audit_heads SET digest = '00'",
        "the head of 3 entries is not that of the chain",
    ),
    "a forged signature": (
        "UPDATE audit_heads SET signature = '00'",
        "the head of 3 entries does not verify",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_log_that_somebody_changed_is_broken_at_the_first_such_entry(
    database: Database, lie: str
) -> None:
    log(database, "roll_imported", "alphabet_entered", "ballot_prepared")
    seal(database)
    statement, says = LIES[lie]
    forge(database, statement)
    with pytest.raises(Malformed, match=says):
        verify(database)


def test_log_rolled_back_with_its_heads_is_betrayed_by_a_head_that_somebody_kept(
    database: Database,
) -> None:
    log(database, "roll_imported")
    seal(database)
    log(database, "ballot_prepared")
    kept = str(seal(database))
    forge(
        database,
        "DELETE FROM audit_links WHERE position = 2",
        "DELETE FROM audit_heads WHERE position = 2",
    )
    assert verify(database).head.length == 1
    with pytest.raises(Malformed, match="the chain ends at 1, before 2:"):
        verify(database, kept)


def test_log_written_anew_is_betrayed_by_a_head_that_somebody_kept(database: Database) -> None:
    log(database, "roll_imported")
    kept = str(seal(database))
    forge(database, "DELETE FROM audit", "DELETE FROM audit_links", "DELETE FROM audit_heads")
    log(database, "roll_changed")
    seal(database)
    verify(database)
    with pytest.raises(Malformed, match="the log is not the one of 1:"):
        verify(database, kept)


def test_head_that_is_no_head_is_refused_in_a_sentence(database: Database) -> None:
    with pytest.raises(BadInput, match="a head is LENGTH:HASH"):
        verify(database, "yesterday")


@pytest.mark.parametrize("table", ["audit", "audit_links", "audit_heads"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 0", "DELETE FROM {}"])
def test_log_can_only_be_added_to(database: Database, table: str, change: str) -> None:
    log(database, "roll_imported")
    seal(database)
    column = "id" if table == "audit" else "position"
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as session:
        session.execute(text(change.format(table, column)))


def test_act_whose_entry_cannot_be_written_is_not_done(registrar: Registrar) -> None:
    with registrar.database.writing() as session:
        session.execute(text("ALTER TABLE audit RENAME TO lost"))
    form = {"contest": "president", "member_number": "1001", "nominated_by": "a member"}
    with suppress(DatabaseError):  # or the answer that the database is away
        assert registrar.post("nominations", form, registrar.chair).status_code == 503
    with registrar.database.writing() as session:
        session.execute(text("ALTER TABLE lost RENAME TO audit"))
    listed = registrar.http.get(registrar.at("nominations"), headers=registrar.chair).json()
    assert listed == []
    assert registrar.post("nominations", form, registrar.chair).status_code == 201


def test_act_that_is_refused_writes_no_entry(registrar: Registrar) -> None:
    before = acts(registrar)
    registrar.post("count", {}, registrar.chair)
    registrar.post("ballot/approval", {"digest": "00"}, registrar.chair)
    assert acts(registrar) == before


def acts(registrar: Registrar) -> list[str]:
    with registrar.database.reading() as session:
        return [entry.act for entry in acts_logged(session, registrar.election)]


ELECTION = "/api/v1/elections/{election_id}"
# Every route that changes something, and what it writes when it does.
WRITES: dict[tuple[str, str], set[str]] = {
    ("post", "/api/v1/staff"): {"account_created"},
    ("post", "/api/v1/staff-sessions"): set(),
    ("post", "/api/v1/member-sessions"): set(),
    ("post", "/api/v1/elections"): {"election_created"},
    ("post", f"{ELECTION}/appointments"): {"committee_member_appointed"},
    ("post", f"{ELECTION}/roll"): {"roll_imported"},
    ("put", f"{ELECTION}/alphabet"): {"alphabet_entered"},
    ("put", f"{ELECTION}/contests/{{contest_id}}/counting-rule"): {"counting_rule_adopted"},
    ("put", f"{ELECTION}/contests/{{contest_id}}/drawn-lot"): {"drawn_lot_entered"},
    ("post", f"{ELECTION}/nominations"): {"nomination_entered"},
    ("post", "/api/v1/my/nominations/{nomination_id}/answer"): {
        "nomination_accepted",
        "nomination_declined",
        "acceptance_refused",
    },
    ("post", f"{ELECTION}/ballot"): {"ballot_prepared"},
    ("post", f"{ELECTION}/ballot/approval"): {"ballot_approved"},
    ("post", f"{ELECTION}/ballot/countersignature"): {"ballot_frozen"},
    ("post", f"{ELECTION}/codes"): {"codes_queued"},
    ("post", f"{ELECTION}/mailings"): {"mailing_entered"},
    ("post", f"{ELECTION}/notice-override"): {"notice_overridden"},
    ("post", f"{ELECTION}/voting"): {"voting_opening_signed", "voting_opened"},
    ("post", f"{ELECTION}/paper"): {"paper_received"},
    ("post", f"{ELECTION}/challenges"): {"vote_challenged"},
    ("post", f"{ELECTION}/challenges/disposition"): {"challenge_settled"},
    ("post", "/issue"): set(),
    ("post", f"{ELECTION}/board"): {"board_received"},
    ("post", f"{ELECTION}/opening"): {"opening_received"},
    ("post", f"{ELECTION}/count"): {"ballots_counted"},
    ("post", f"{ELECTION}/seat-choices"): {"seat_chosen"},
    ("post", f"{ELECTION}/count/acceptance"): {"count_acceptance_signed", "count_accepted"},
    ("post", f"{ELECTION}/certification"): {
        "certification_signed",
        "result_certified",
        "officers_installed",
    },
}
# The same of what only some locals do.
WRITES_OF_CHAPTERS: dict[tuple[str, str], set[str]] = {
    ("put", f"{ELECTION}/settings"): {"setting_adopted"},
    ("post", f"{ELECTION}/waivers"): {"waiver_entered"},
    ("post", f"{ELECTION}/nominations"): {"nomination_moved", "nomination_entered"},
    ("post", "/api/v1/member-sessions"): set(),
    ("post", "/api/v1/my/nominations/{nomination_id}/answer"): {"nomination_accepted"},
    ("post", "/api/v1/my/nominations/{nomination_id}/withdrawal"): {"nomination_withdrawn"},
    ("put", "/api/v1/my/nominations/{nomination_id}/statement"): {"statement_entered"},
    ("post", f"{ELECTION}/choices"): {"nomination_fell", "nomination_accepted"},
}
# The same of officers with keys of their own, of paper that joins the board, and of witnesses.
WRITES_OF_SIGNERS: dict[tuple[str, str], set[str]] = {
    ("post", f"{ELECTION}/officer-keys"): {"officer_key_registered"},
    ("post", f"{ELECTION}/witnesses"): {"witness_registered"},
    ("post", f"{ELECTION}/rehearsals"): {"opening_rehearsed"},
    ("post", f"{ELECTION}/amendments"): {"manifest_amended"},
    ("post", f"{ELECTION}/paper-batches"): {"paper_joined"},
    ("post", f"{ELECTION}/cosignatures"): {"board_cosigned"},
}


class Witness:
    """Notes for each request that changed something which entries it wrote."""

    def __init__(self, registrar: Registrar) -> None:
        self._database = registrar.database
        self.written: dict[tuple[str, str], set[str]] = {}
        app = application(registrar)
        app.middleware_stack = None  # built by the first request, and to be built anew
        app.middleware("http")(self._watch)

    async def _watch(self, request: Any, answer: Any) -> Any:
        before = self._entries()
        answered = await answer(request)
        new = self._entries()[len(before) :]
        if request.method != "GET" and answered.status_code < 300:
            route = (request.method.lower(), request.scope["route"].path)
            self.written.setdefault(route, set()).update(new)
        return answered

    def _entries(self) -> list[str]:
        with self._database.reading() as session:
            rows = session.execute(text("SELECT act FROM audit ORDER BY id"))
            return [act for (act,) in rows]


def test_every_act_writes_its_entries_and_issuing_writes_none(
    registrar: Registrar, tmp_path: Path
) -> None:
    witness = Witness(registrar)
    registrar.post("paper", {"member_number": "1007"}, registrar.chair)
    registrar.set_up().with_candidates()  # another election, which has no paper
    registrar.stand("1001", "vice-president")
    declined = registrar.nominate("1002", "delegates").json()["id"]
    registrar.http.post(
        f"/api/v1/my/nominations/{declined}/answer",
        json={"accept": False},
        headers=registrar.member("1002"),
    )
    for path, form in (
        ("contests/president/counting-rule", {"rule": {"rule": "irv"}}),
        ("contests/president/drawn-lot", {"member_numbers": ["1001"], "witnesses": "all"}),
        ("alphabet", ALPHABET),
    ):
        registrar.http.put(registrar.at(path), json=form, headers=registrar.chair)
    day = ElectionDay(registrar, tmp_path / "box").open()
    registrar.post("codes", {}, registrar.chair)
    registrar.post("notice-override", {"reason": "the post office burnt down"}, registrar.chair)
    challenged = {"member_number": "1005", "words": "lives abroad"}
    registrar.post("challenges", challenged, registrar.chair)
    registrar.post("challenges/disposition", challenged, registrar.chair)
    day.vote("1001", {"president": (1,)})
    day.close().count()
    chosen = {"member_number": "1001", "contest": "director-multnomah"}
    digest = registrar.post("seat-choices", chosen, registrar.chair).json()["digest"]
    day.sign("count/acceptance", digest)
    day.sign("certification", digest)
    assert witness.written == WRITES


def test_every_act_of_a_local_with_chapters_writes_its_entries(chapters: Chapters) -> None:
    witness = Witness(chapters)
    chapters.adopt("ties.method", "alphabet")
    waiver = {"unit": "dcf", "granted_by": "x", "granted_on": "2028-10-01", "document": "x"}
    chapters.post("waivers", waiver, chapters.chair)
    own = f"/api/v1/my/nominations/{chapters.move('2002', 'treasurer').json()['id']}"
    chapters.http.put(f"{own}/statement", json={"text": "x"}, headers=chapters.member("2002"))
    chapters.http.post(f"{own}/answer", json={"accept": True}, headers=chapters.member("2002"))
    chapters.http.post(f"{own}/withdrawal", headers=chapters.member("2002"))
    for contest in ("treasurer", "president"):
        chapters.move("2003", contest)
    chapters.after_the_deadline().post("choices", {}, chapters.chair)
    assert witness.written == WRITES_OF_CHAPTERS


def test_every_act_of_signers_writes_its_entry(registrar: Registrar, tmp_path: Path) -> None:
    witness = Witness(registrar)
    amendments.register(registrar)
    registrar.post("witnesses", witnesses.KEY, registrar.chair)
    day = ElectionDay(registrar.with_candidates(), tmp_path / "box").open()
    rehearsals.send(registrar, rehearsals.report_of(3, 5))
    signed = amendments.an_hour_more(day).signed(amendments.KEYS[0]).signed(amendments.KEYS[1])
    amendments.send(day, signed)
    registrar.dates["closes_cast"] += timedelta(hours=1)
    registrar.move_to(registrar.dates["closes_cast"])
    paper.send(day, paper.batches(day, []))
    day.close()
    witnesses.cosign(day, witnesses.line_of(day))
    assert WRITES_OF_SIGNERS.items() <= witness.written.items()


def application(registrar: Registrar) -> Any:
    http: Any = registrar.http
    return http.app
