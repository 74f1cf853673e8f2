import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from rehearsal.ballot_pictures import photograph_ballot
from rehearsal.browser import launch, sign_in
from rehearsal.committee import CHAIR
from rehearsal.demo import Demo
from rehearsal.member_pictures import MemberPictures, named_right_to_left
from rehearsal.members import Polls
from rehearsal.offline_pictures import photograph_ceremony, photograph_verifier
from rehearsal.options import MadeUpLocal, Options
from rehearsal.post_office import PostOffice
from rehearsal.processes import SQLITE, Processes
from rehearsal.proposals import Proposal
from rehearsal.report import Report

WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 900
ADMINISTRATOR = "admin@example.org"
RESULTS = ("/president", "/director-multnomah", "/bargaining-district-1", "/delegates")


class Passwords(Report):
    """The demo's report, which also keeps who signs in with which password."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[str, str] = {}

    def log_in(self, address: str, password: str) -> None:
        """Keeps a log-in for the camera."""
        super().log_in(address, password)
        self.of[address] = password


class Photographed(Demo):
    """The demo's election, with pictures of its pages between the stages."""

    browser: Browser
    pictures: Path
    _member: MemberPictures

    def _set_up(self) -> None:
        super()._set_up()
        self._take("", ["/", "/sign-in", "/elections"])
        self._of_election("1", ["", "/set-up", "/roll", "/contests", "/contests/president"])
        self._of_election("1", ["/settings", "/settings/succession.ranked", "/seat-decisions"])
        self._of_election("1", ["/set-up/dates"])
        self._take("1", ["/accounts", "/elections/new"], ADMINISTRATOR)
        self._take("1", ["/elections/new/stewards"], ADMINISTRATOR)
        self._photograph_a_refused_sign_in()
        self._photograph_an_import()

    def _nominate(self) -> None:
        super()._nominate()
        self._of_election("2", ["", "/nominations", "/nominations/1", "/nominations/6"])
        self._of_election("2", ["/alphabet", "/members?q=ma", "/members/1"])
        self._of_election("2", ["/choices", "/waivers", "/exclusions"])
        self._photograph_a_nominee()

    def _freeze(self) -> None:
        super()._freeze()
        self._of_election("3", ["", "/ballot", "/notices", "/voting", "/forums"])
        self._of_election("3", ["/signing-key", "/amendments", "/paper-batches", "/witnesses"])
        self._of_election("3", ["/notices/letters", "/notices/letters/notice"])

    def _vote(self, polls: Polls) -> None:
        super()._vote(polls)
        self._of_election("4", ["", "/notices", "/voting", "/opening"])
        self._photograph_ballot(polls)
        self._member.later("4")

    def _open_and_count(self) -> None:
        super()._open_and_count()
        self._of_election("5", ["", "/voting", "/opening", "/count", "/certificate", "/log"])
        self._of_election("5", ["/amendments", "/paper-batches", "/witnesses"])
        self._of_election("5", ["/officers", "/officers/elections"])
        self._of_election("5", [f"/results{page}" for page in ("", *RESULTS)])
        self._take("5", ["/"])
        self._member.later("5")
        self._take_samples()

    def _publish(self) -> None:
        super()._publish()
        context = self.browser.new_context()
        address = f"{self._processes.registrar_url}/verify"
        bundle = (self._options.data / "election-bundle.zip").read_bytes()
        photograph_verifier(context.new_page(), address, bundle, self._shoot)
        photograph_ceremony(context.new_page(), self._shoot)
        context.close()

    def _of_election(self, stage: str, pages: Sequence[str]) -> None:
        self._take(stage, [f"/elections/{self._election}{page}" for page in pages])

    def _photograph_a_refused_sign_in(self) -> None:
        context = self.browser.new_context(base_url=self._processes.registrar_url)
        page = context.new_page()
        sign_in(page, "nobody@example.org", "wrong")
        self._shoot(page, "sign-in-refused")
        context.close()

    def _photograph_a_nominee(self) -> None:
        """In the days of nominations again, a member whose name is written from the right."""
        clock, over = self._processes.registrar_clock, self._dates["acceptance_deadline"]
        clock.move_to(self._dates["nominations_open"] + self._plan.nominating)
        busy = {each.person.number for each in self._story.proposals()}
        free = {each.number: each for each in self._local.people.sound if each.number not in busy}
        number, last_name = named_right_to_left(self._local.roll, free)
        contests = ("vice-president", "secretary-treasurer")
        made = [self._nominate_one(Proposal(contest, free[number])) for contest in contests]
        self._report.waited(lambda: int(self._post.has_code(number)), 1, "a nominee's letter")
        page = self.browser.new_context(
            base_url=self._processes.registrar_url, java_script_enabled=False
        ).new_page()
        code = self._post.code_of(number)
        self._member = MemberPictures(page, f"/my/{self._election}", number, code, self._shoot)
        self._member.nominating(last_name, *(each["id"] for each in made))
        clock.move_to(over + timedelta(days=1))

    def _photograph_ballot(self, polls: Polls) -> None:
        """A member who has a code and has not voted votes at the ballot page."""
        sound = [person.number for person in self._local.people.sound]
        number = next(each for each in sound if each not in polls.voters)
        context = self.browser.new_context()
        address = f"{self._processes.registrar_url}/vote/{self._election}"
        code = self._post.code_of(number)
        photograph_ballot(context.new_page(), address, number, code, self._shoot)
        context.close()

    def _take_samples(self) -> None:
        """From right to left, in the colours of a forced palette, and as it prints."""
        here = f"/elections/{self._election}"
        with self._signed_in(CHAIR[1], scripts=True) as page:
            page.set_viewport_size({"width": 320, "height": HEIGHT})
            page.goto(f"{here}/nominations")
            page.evaluate("document.documentElement.dir = 'rtl'")
            page.screenshot(path=self.pictures / "sample-right-to-left.png", full_page=True)
            page.goto(f"{here}/results/president")
            page.emulate_media(forced_colors="active")
            page.screenshot(path=self.pictures / "sample-forced-colours.png", full_page=True)
            page.emulate_media(forced_colors="none", media="print")
            page.screenshot(path=self.pictures / "sample-print.png", full_page=True)

    def _take(self, stage: str, paths: Sequence[str], who: str = CHAIR[1]) -> None:
        with self._signed_in(who, scripts=True) as page:
            for path in paths:
                page.goto(path)
                name = path.removeprefix(f"/elections/{self._election}").strip("/")
                name = "front" if path == "/" else name
                self._shoot(page, f"{stage}-{name or 'election'}".lstrip("-"))

    def _shoot(self, page: Page, name: str) -> None:
        for width, scheme in product(WIDTHS, SCHEMES):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme)
            file = self.pictures / f"{name.replace('/', '-')}-{width}-{scheme}.png"
            page.screenshot(path=file, full_page=True)

    def _photograph_an_import(self) -> None:
        """A second election, whose roll is looked at, with a wrong line and without one."""
        form = {"profile": "homecare_local_99", "title": "Another election"}
        zone = {"purpose": "rehearsal", "zone": "America/Los_Angeles", "granted_delegates": 60}
        other = self._admin.post("/elections", form | zone)["id"]
        files = self._local.roll
        wrong = files | {"roll.csv": files["roll.csv"].replace(b"Multnomah", b"Atlantis", 3)}
        with self._signed_in(ADMINISTRATOR) as page:
            for name, chosen in (("roll-errors", wrong), ("roll-preview", files)):
                page.goto(f"/elections/{other}/roll")
                for field, label in (("roll", "Members"), ("standing", "Standing")):
                    page.get_by_label(label).set_input_files(_file(field, chosen))
                page.get_by_role("button", name="Check the files").click()
                self._shoot(page, f"1-{name}")

    @contextmanager
    def _signed_in(self, email: str, *, scripts: bool = False) -> Iterator[Page]:
        assert isinstance(self._report, Passwords)  # noqa: S101 (main makes no other)
        context = self.browser.new_context(
            base_url=self._processes.registrar_url, java_script_enabled=scripts
        )
        page = context.new_page()
        sign_in(page, email, self._report.of[email])
        yield page
        context.close()


def _file(field: str, files: dict[str, bytes]) -> FilePayload:
    name = f"{field}.csv"
    return {"name": name, "mimeType": "text/csv", "buffer": files[name]}


def main() -> None:
    """Runs the demo's election once, and leaves the pictures in the folder."""
    parser = argparse.ArgumentParser(prog="screenshots")
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--voters", type=int, default=60)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="tellers-screenshots-"))
    options = Options(data=data, voters=given.voters, roll_size=500, seed=1, database=SQLITE)
    report, local = Passwords(), MadeUpLocal.of(options)
    with (
        sync_playwright() as playwright,
        PostOffice() as post,
        Processes(data, post.port, SQLITE) as processes,
        closing(Photographed(options, report, local, processes, post)) as demo,
    ):
        demo.browser, demo.pictures = launch(playwright), given.out
        demo.play()
        demo.browser.close()
    print(f"The pictures are in {given.out.resolve()}.")


if __name__ == "__main__":
    main()
