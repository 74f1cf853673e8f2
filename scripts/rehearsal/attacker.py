import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from rehearsal.linkage import Line, Match, Order, best_matches, different, entry_orders, orders_in
from rehearsal.processes import POSTGRESQL, Processes
from rehearsal.voter_orders import request_marks, row_orders

PLACES = ("box", "registrar", "logs")  # the ceremony and the bundle are the committee's


@dataclass(frozen=True)
class Attack:
    """What an attacker with everything links at one moment.

    `by_issue` goes by the true order of issue; `matches` by each of `voters`: that and every other
    order in which the registrar, or a file of any place, keeps its voters.
    """

    moment: str
    by_issue: Sequence[Match]
    matches: Sequence[Match]
    voters: Mapping[str, Order[str]]
    entry_orders: int


@dataclass(frozen=True)
class Attacker:
    """Whoever holds all that registrar and box ever wrote, and knows who came when."""

    processes: Processes
    truth: Sequence[Line]
    marks: Mapping[bytes, str]
    voters: Mapping[str, Order[str]]
    copies: Path

    @classmethod
    def of(cls, processes: Processes, truth: Sequence[Line], copies: Path) -> "Attacker":
        """One who has asked the registrar's database for every number while it ran."""
        url = processes.environment["TELLERS_DATABASE_URL"]
        issued = {line["member_number"]: float(at) for at, line in enumerate(truth)}
        voters = {"issue": issued, **row_orders(url)}
        return cls(processes, truth, request_marks(url), voters, copies)

    def attack(self, moment: str) -> Attack:
        """Every order of the voters against every order of the entries."""
        files = self._copied(self.copies / moment.replace(" ", "-"))
        return self._tried(moment, {**self.voters, **orders_in(files, self.marks)}, files)

    def attack_naive_store(self, entries: Mapping[str, bytes]) -> Attack:
        """The control: ballots in a table to which each is added as it is cast.

        On PostgreSQL it is in a database of its own, and frozen: the cluster tells all the same.
        """
        casts = [cast for line in self.truth for cast in line["groups"].values()]
        rows = [[entries[cast["leaf_hash"]]] for cast in casts]
        kept = self.copies / "naive"
        if self.processes.database == POSTGRESQL:
            self.processes.postgres.create("naive")
            address = self.processes.postgres.url("naive").replace("+psycopg", "")
            with psycopg.connect(address, autocommit=True) as database:
                database.execute("CREATE TABLE ballots (entry bytea)")
                for row in rows:
                    database.execute("INSERT INTO ballots VALUES (%s)", row)
                database.execute("VACUUM FREEZE ballots")
                ordered = "SELECT entry FROM ballots ORDER BY xmin::text::bigint"
                kept.write_bytes(b"".join(row[0] for row in database.execute(ordered).fetchall()))
        else:
            with closing(sqlite3.connect(kept)) as file, file:
                file.execute("CREATE TABLE ballots (id INTEGER PRIMARY KEY, entry BLOB)")
                file.executemany("INSERT INTO ballots (entry) VALUES (?)", rows)
        return self._tried("naive store", {"issue": self.voters["issue"]}, [kept])

    def _tried(
        self, moment: str, voters: Mapping[str, Order[str]], files: Sequence[Path]
    ) -> Attack:
        issued = self.voters["issue"].keys()
        own = different(
            {
                by: {number: at for number, at in order.items() if number in issued}
                for by, order in voters.items()
            }
        )
        orders = entry_orders(files, self.truth)
        by_issue = best_matches(orders, {"issue": self.voters["issue"]})
        most = max(map(len, orders.values()))
        return Attack(moment, by_issue, best_matches(orders, own), own, most)

    def _copied(self, to: Path) -> list[Path]:
        """Copies of all that the places hold; a file that a running server drops is left out."""
        copied = []
        for place in PLACES:
            for file in sorted((self.processes.data / place).rglob("*")):
                copy = to / file.relative_to(self.processes.data)
                with suppress(FileNotFoundError):
                    if file.is_file():
                        copy.parent.mkdir(parents=True, exist_ok=True)
                        copied.append(Path(shutil.copy2(file, copy)))
        return copied
