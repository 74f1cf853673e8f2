import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, track
from rich.table import Table
from rich.text import Text

from rehearsal.processes import Processes

T = TypeVar("T")
PATIENCE = 120.0  # seconds
_TIE_OUTCOMES = {"elimination": "leaves", "election": "is elected"}


class Report:
    """What the rehearsal prints, stage by stage."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._log_ins: list[tuple[str, str]] = []

    def stage(self, title: str) -> None:
        """A stage begins."""
        self._console.rule(title, align="left", style="dim")

    def say(self, sentence: str) -> None:
        """One plain sentence, or several lines as a command printed them."""
        self._console.print(Text(sentence), soft_wrap=True)

    def progress(self, rows: Sequence[T], doing: str) -> Iterable[T]:
        """The rows with a progress bar."""
        return track(rows, doing.ljust(16), console=self._console)

    def counted(self, doing: str, total: int) -> "Bar":
        """A progress bar that several threads may move."""
        return Bar(self._console, doing.ljust(16), total)

    def waited(self, count: Callable[[], int], total: int, doing: str) -> None:
        """Waits with a progress bar until a count reaches its total."""
        until = time.monotonic() + PATIENCE
        with self.counted(doing, total) as bar:
            while (reached := count()) < total:
                if time.monotonic() > until:
                    raise RuntimeError(f"{doing}: only {reached} of {total} within two minutes")
                bar.at(reached)
                time.sleep(0.1)
            bar.at(total)

    def refused(self, name: str, contest: str, ruling: dict[str, Any]) -> None:
        """A nomination, or its acceptance, that a rule refuses."""
        unmet = [finding for finding in ruling["findings"] if not finding["met"]]
        because = " ".join(f"{each['says']} ({each['cite']})" for each in unmet)
        said = Text(f"refused: {name} for {contest}. {because}", style="yellow")
        self._console.print(said, soft_wrap=True)

    def results(self, results: dict[str, Any], titles: dict[str, str]) -> None:
        """Who is elected, the ties, and the reconciliation."""
        self.stage("Results")
        table = Table("Contest", "Seats", "How", "Elected", "Second count", box=None)
        for contest in results["contests"]:
            if contest["declared"] and not contest["elected"]:
                continue
            how = "declared" if contest["declared"] else contest["rule"]
            elected = "; ".join(contest["elected"]) or "nobody"
            second = contest.get("second_count") or ""
            row = (titles[contest["id"]], str(contest["seats"]), how, elected, second)
            table.add_row(*map(escape, row))
        self._console.print(table)
        for contest in results["contests"]:
            for tie in contest["ties"]:
                tied = " and ".join(tie["tied"])
                outcome = _TIE_OUTCOMES.get(tie["kind"], "comes first")
                self.say(
                    f"Tie in {titles[contest['id']]}, round {tie['round']}, between {tied}: "
                    f"{tie['chosen']} {outcome} by the {tie['settled_by']}. "
                    f"{tie.get('because', '')}"
                )
            for name, place in contest.get("guaranteed", {}).items():
                self.say(f"{titles[contest['id']]}: {name} has the place kept for the {place}.")
        for question in results["questions"]:
            self.say(f"{question['title']}: {question['says']} ({question['cite']})")
        self._seats(results, titles)
        self._derived(results)
        self.stage("Reconciliation")
        figures = ("eligible", "issued", "paper", "cast", "counted", "malformed")
        balance = Table("Group", *(name.capitalize() for name in figures), box=None)
        for group in results["reconciliation"]["groups"]:
            balance.add_row(str(group["group_id"]), *(str(group[name]) for name in figures))
        self._console.print(balance)
        balanced = results["reconciliation"]["balanced"]
        self.say("Every ballot is accounted for." if balanced else "It does NOT balance.")
        self.say(f"Certified by {' and '.join(results['certified']['by'])}.")

    def _seats(self, results: dict[str, Any], titles: dict[str, str]) -> None:
        """Who follows whom and why, the seats of office, and those that nobody fills."""
        self.stage("Seats")
        bodies = Counter(row["contest"] for row in results["seating"] if row["how"] == "ex officio")
        for row in results["seating"]:
            if row["how"] == "succession":
                self.say(f"{titles[row['contest']]}: {row['member']}. {row['because']}")
        stood = {each["id"] for each in results["contests"] if each["elected"]}
        for row in results["vacancies"]:
            if row["contest"] in stood:
                self.say(f"{titles[row['contest']]}: {row['seats']} vacant. {row['because']}")
        vacant = sum(row["seats"] for row in results["vacancies"])
        by_office = ", ".join(f"{body.replace('-', ' ')} {seats}" for body, seats in bodies.items())
        self.say(
            f"{len(results['seating'])} seats, of which ex officio: {by_office}. {vacant} vacant."
        )

    def _derived(self, results: dict[str, Any]) -> None:
        """Seats that come with others, the run-offs that are due, and who goes to conventions."""
        for row in results["board"]["seats"]:
            self.say(f"{row['member']}: {row['because']} ({row['cite']})")
        for row in results["board"]["run_offs"]:
            among = "; ".join(row["among"])
            self.say(f"Run-off due: {row['title']}, {row['seats']} of {among}. ({row['cite']})")
        if results["convention"] is not None:
            self.stage("Convention delegates by office, in order")
            for number, row in enumerate(results["convention"]["delegates"], 1):
                votes = "declared elected" if row["votes"] is None else f"{row['votes']} votes"
                self.say(f"{number:3} {row['member']}, {row['office']}, {votes}")

    def log_in(self, address: str, password: str) -> None:
        """Keeps a made-up log-in to print at the end."""
        self._log_ins.append((address, password))

    def files(self, data: Path, page: str) -> None:
        """Where everything lies."""
        self.say(f"\nAll files: {data}\nBundle:    {data / 'election-bundle.zip'}")
        self.say(f"Results:   {page}")

    def left_running(self, processes: Processes) -> None:
        """The addresses and log-ins of the service that stays up."""
        urls = "\n           ".join(processes.registrar_urls)
        self.say(f"Registrar: {urls}\nBox:       {processes.box_url}/state")
        for address, password in self._log_ins:
            self.say(f"  {address}  {password}")
        self.say("The service stays up; Ctrl-C ends it.")


class Bar:
    """A progress bar."""

    def __init__(self, console: Console, doing: str, total: int) -> None:
        self._progress = Progress(console=console)
        self._task = self._progress.add_task(doing, total=total)

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def at(self, reached: int) -> None:
        """Moves the bar to this count."""
        self._progress.update(self._task, completed=reached)

    def one_more(self) -> None:
        """Moves the bar by one."""
        self._progress.advance(self._task)
