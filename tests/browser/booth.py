"""A registrar for one made-up election with every kind of contest, at which anybody may vote."""

import dataclasses
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes

from playwright.sync_api import Page
from rehearsal.ballot_page import heading, press
from rehearsal.made_up import MadeUpElection, contest, make_election
from rehearsal.ports import free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from app.box.application import create_box_app
from app.box.ballot_box import BallotBox
from app.box.folder import Folder
from app.client import BUILT, ballot_page
from app.core.secrecy.issue import issue_answer, read_issue_request
from app.core.secrecy.manifest import BallotContest, Group, least_pad_len
from app.core.secrecy.signing import base_blind_length, blind_sign
from app.core.secrecy.tokens import req_hash
from app.web.ballot_page import CONTENT_POLICY
from tests.browser.serving import serving

CONTESTS = (
    "President",
    "Executive Board, At-Large",
    "Secretary-Treasurer",
    "Convention Delegates",
)
FAMILY = ("Garza", "Wang", "Lopez", "Núñez", "O’Brien", "Okafor", "Смирнова", "حداد", "Nguyễn")
GIVEN = ("Ana", "Wei", "Ines", "Eva", "Pat", "Ada", "Olga", "Samir", "Thuỷ", "Maximiliana Josefa")


def named(made: BallotContest, title: str) -> BallotContest:
    """The contest with a title and with names as people have them."""
    pairs = itertools.product(GIVEN, FAMILY)
    names = (f"{family}, {given}" for given, family in itertools.islice(pairs, 90))
    more = (f"Member, Number {number}" for number in itertools.count(1))
    everybody = itertools.chain(names, more)
    candidates = tuple(itertools.islice(everybody, len(made.candidates)))
    return dataclasses.replace(made, title=title, candidates=candidates)


def made_up_ballot() -> MadeUpElection:
    """Ranked, ranked and long, one choice, and 122 of 300 in a group of its own."""
    election = make_election(token_bytes, opens=datetime.now(UTC).replace(microsecond=0))
    contests = (
        named(contest("president", 4, limit=4, ranked=True), CONTESTS[0]),
        named(contest("board", 14, limit=6, ranked=True), CONTESTS[1]),
        named(contest("treasurer", 3, limit=1, ranked=False), CONTESTS[2]),
        named(contest("delegates", 300, limit=122, ranked=False), CONTESTS[3]),
    )
    one, two = election.manifest.groups
    groups = (
        Group(1, ("president", "board", "treasurer"), one.issuer_spki, one.eligible),
        Group(2, ("delegates",), two.issuer_spki, two.eligible),
    )
    manifest = dataclasses.replace(
        election.manifest,
        title="2028 general election",
        contests=contests,
        groups=groups,
        pad_len=least_pad_len(contests, groups),
    )
    return dataclasses.replace(election, manifest=manifest)


class Booth:
    """The registrar's side; by session token, whose label and what request was issued."""

    def __init__(self, election: MadeUpElection, box_url: str) -> None:
        self.election = election
        self.box_url = box_url
        self.issued: dict[str, bytes] = {}
        self.granted = True
        self.paper = False
        self.ahead = timedelta(seconds=2)  # of the registrar's clock
        self.here = f"/api/v1/elections/{election.manifest.election_id.hex()}"

    def app(self) -> Starlette:
        """The booth over HTTP."""
        return Starlette(
            routes=[
                Route("/vote/{election}", self._page),
                Mount("/static/vote", StaticFiles(directory=BUILT)),
                Route(self.here, self._election),
                Route(f"{self.here}/manifest", self._manifest),
                Route("/api/v1/member-sessions", self._sign_in, methods=["POST"]),
                Route("/api/v1/my/ballot", self._mine),
                Route("/issue", self._issue, methods=["POST"]),
            ]
        )

    async def _page(self, _: Request) -> Response:
        policy = CONTENT_POLICY.format(box=self.box_url)
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
        return Response(ballot_page(), media_type="text/html", headers=headers)

    async def _election(self, _: Request) -> Response:
        m = self.election.manifest
        names = ("opens", "closes_issue", "closes_cast")
        dates = {name: getattr(m, name).isoformat() for name in names}
        now = (datetime.now(UTC) + self.ahead).isoformat()
        return JSONResponse({"zone": "America/Los_Angeles", "dates": dates, "now": now})

    async def _manifest(self, _: Request) -> Response:
        return Response(self.election.manifest.canonical())

    async def _sign_in(self, request: Request) -> Response:
        given = await request.json()
        if given["code"] == "wrong":
            detail = "This member number and code do not belong together."
            return JSONResponse({"detail": detail}, 401)
        return JSONResponse({"token": f"session-{given['member_number']}"}, 201)

    async def _mine(self, request: Request) -> Response:
        member = _member(request)
        says = "Your dues were not paid on the record date."
        finding = {"met": self.granted, "says": says, "cite": "Local 99 Bylaws Art. II §4"}
        issued = "electronic" if member in self.issued else None
        return JSONResponse(
            {
                "manifest_hash": self.election.manifest.hash.hex(),
                "groups": [each.group_id for each in self.election.manifest.groups],
                "channel": "paper" if self.paper else issued,
                "label": f"label-{member}",
                "box": self.box_url,
                "ruling": {"granted": self.granted, "findings": [finding]},
            }
        )

    async def _issue(self, request: Request) -> Response:
        blinded, member = read_issue_request(await request.body()), _member(request)
        if self.issued.setdefault(member, req_hash(blinded)) != req_hash(blinded):
            return JSONResponse({"detail": "Your ballot was issued to another device."}, 409)
        signed = {each: self._sign(each, message) for each, message in blinded.items()}
        return Response(issue_answer(signed), media_type="application/json")

    def _sign(self, group_id: int, message: bytes) -> bytes:
        private = self.election.issuers[group_id]
        return blind_sign(private, message, token_bytes(base_blind_length(private)))


def _member(request: Request) -> str:
    return request.headers["authorization"].removeprefix("Bearer session-")


@dataclasses.dataclass(frozen=True)
class Polls:
    """A booth and its box, both served."""

    booth: Booth
    address: str

    def link(self, number: str, code: str = "right") -> str:
        """What a mailed link would be."""
        return f"{self.address}#member={number}&code={code}"


@contextmanager
def polls(
    folder: Path, page_origin: str | None = None, *, made: MadeUpElection | None = None
) -> Iterator[Polls]:
    """A booth with an open ballot box in this folder, each on a port of its own.

    The box lets the booth's page read its answers, or that of `page_origin` alone. The ballot is
    `made_up_ballot`, or that of `made`.
    """
    booth_port, box_port = free_port(), free_port()
    url = f"http://127.0.0.1:{booth_port}"
    kept = Folder(folder)
    election = made or made_up_ballot()
    kept.make(election.box_sk)
    booth = Booth(election, f"http://127.0.0.1:{box_port}")
    box = BallotBox(kept, election.manifest, lambda: datetime.now(UTC) + timedelta(seconds=2))
    with (
        serving(create_box_app(box, page_origin=page_origin or url), box_port),
        serving(booth.app(), booth_port),
    ):
        yield Polls(booth, f"{url}/vote/{election.manifest.election_id.hex()}")


def to_contest(page: Page, number: int) -> None:
    """From the first contest of the booth on to the one of this number."""
    for title in CONTESTS[1:number]:
        press(page, "Next")
        heading(page, title)
