import argparse
import csv
import io
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from rehearsal.committee import Office, Refused
from rehearsal.made_up_roll import make_roll
from rehearsal.plans import LOCAL_99
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.workbooks import workbook

ADDRESS = "admin@example.org"
PLACE = 500  # the line whose county is spoilt
FILES = ("roll", "standing", "offices")


def main() -> None:
    """Imports a made-up roll over HTTP, as CSV and as workbooks, and one with a wrong row.

    Figures are seconds from the request to the answer, and the most memory that the registrar
    has had by then.
    """
    parser = argparse.ArgumentParser(prog="bench-roll", description=main.__doc__)
    parser.add_argument("--members", type=int, default=75_000)
    parser.add_argument("--without-workbooks", action="store_true")
    given = parser.parse_args()
    made = make_roll(given.members, 1)
    files = {name: made[f"{name}.csv"] for name in FILES}
    spoilt = {**files, "roll": _spoilt(files["roll"])}
    with tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder:
        for what, sent in [("CSV with a wrong row", spoilt), ("CSV", files)]:
            _import(Path(folder) / what, what, sent)
        if not given.without_workbooks:
            books = {name: workbook(*_rows(raw)) for name, raw in files.items()}
            _import(Path(folder) / "XLSX", "XLSX", books)


def _import(data: Path, what: str, files: Mapping[str, bytes]) -> None:
    """One import by a registrar of its own."""
    with PostOffice() as post, Processes(data, post.port) as processes:
        processes.registrar_clock.move_to(LOCAL_99.set_up)
        processes.tellers("migrate")
        password = processes.tellers("administrator", "Ada Root", ADDRESS)
        processes.start_registrar()
        with closing(Office(processes.registrar_url, ADDRESS, password)) as office:
            chair = _chair(office, processes.registrar_url)
            with closing(chair[0]):
                begun = time.perf_counter()
                came_of_it = _upload(*chair, files)
                took = time.perf_counter() - begun
        memory = _most_memory(processes.running["registrar"].pid)
        print(f"{what:<22}{took:>7.1f} s {memory:>6} MB   {came_of_it}", flush=True)


def _chair(admin: Office, url: str) -> tuple[Office, str]:
    """The Chair of a new election, and the path of its roll."""
    election = admin.post("/elections", LOCAL_99.form)["id"]
    staff = {"name": "Rosa Delgado", "email": "chair@example.org"}
    password = admin.post("/staff", staff)["password"]
    seat = {"email": staff["email"], "role": "chair", "member_number": "0"}
    seat |= {"appointed_by": "the President", "appointed_on": "2028-01-09"}
    admin.post(f"/elections/{election}/appointments", seat)
    return Office(url, staff["email"], password), f"/elections/{election}/roll"


def _upload(office: Office, path: str, files: Mapping[str, bytes]) -> str:
    try:
        return f"{office.upload(path, files)['members']:,} members"
    except Refused as refused:
        return str(refused)


def _spoilt(roll: bytes) -> bytes:
    """The roll with a member of no known kind."""
    lines = roll.splitlines(keepends=True)
    lines[PLACE - 1] = lines[PLACE - 1].replace(b",active,", b",lively,")
    return b"".join(lines)


def _rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def _most_memory(process: int) -> int:
    """The most memory that a process has had, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak) // 1024


if __name__ == "__main__":
    main()
