import json
import signal
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.core.secrecy.manifest import Manifest
from rehearsal.ceremony import Ceremony
from rehearsal.committee import Office
from rehearsal.members import Polls, answer_nominations, cast_ballots
from rehearsal.options import MadeUpLocal, Options
from rehearsal.paper import keyed_ballots, who_votes_on_paper
from rehearsal.people import Person
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.proposals import Proposal
from rehearsal.report import Report
from rehearsal.signers import Signers

LONGER = timedelta(hours=2)
WHY_LONGER = "The network failed for two hours on the last day."
WITNESSES = "Made-up members saw each name drawn from a hat."


def run(options: Options, demo: "type[Demo]") -> None:
    """The whole election, told as it goes; leaves the service up where it is asked to."""
    report, local = Report(), MadeUpLocal.of(options)
    with PostOffice() as post, Processes(options.data, post.port, options.database) as processes:
        with closing(demo(options, report, local, processes, post)) as played:
            played.play()
        if options.serve:
            report.left_running(processes)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


class Demo:
    """One election in the order of its stages; every act goes over HTTP."""

    def __init__(
        self,
        options: Options,
        report: Report,
        local: MadeUpLocal,
        processes: Processes,
        post: PostOffice,
    ) -> None:
        self._options = options
        self._plan = options.plan
        self._report = report
        self._processes = processes
        self._post = post
        self._local = local
        self._ceremony = Ceremony(processes)
        self._signers = Signers(processes)
        self._offices: list[Office] = []

    def close(self) -> None:
        """Signs everybody off."""
        for office in self._offices:
            office.close()

    def play(self) -> None:
        """Every stage, from the empty database to the verified bundle."""
        self._vote(self.play_until_voting_opens())
        self.play_to_the_end()

    def play_until_voting_opens(self) -> Polls:
        """From the empty database to the open box, before anybody has voted."""
        self._start()
        self._set_up()
        self._nominate()
        self._freeze()
        return self._open_voting()

    def play_to_the_end(self) -> None:
        """From the last ballots to the verified bundle."""
        self._take_paper()
        self._close_later()
        self._open_and_count()
        self._publish()

    def _start(self) -> None:
        self._processes.registrar_clock.move_to(self._plan.set_up)
        self._processes.box_clock.move_to(self._plan.set_up)
        self._processes.tellers("migrate")
        address = "admin@example.org"
        password = self._processes.tellers("administrator", "Ada Root", address)
        self._processes.start_registrar()
        self._admin = self._sign_in(address, password)

    def _set_up(self) -> None:
        self._report.stage("Set-up")
        self._election = self._admin.post("/elections", self._plan.form)["id"]
        self._path = f"/elections/{self._election}"
        self._story, numbers = self._plan.tell(
            self._local.roll,
            self._admin.get(self._path)["contests"],
            self._options.seed,
            self._options.voters,
        )
        self._committee = [
            self._appoint(number, *who)
            for number, who in zip(numbers, self._plan.committee, strict=True)
        ]
        self._chair, self._second = self._committee[:2]
        imported = self._chair.upload(
            f"{self._path}/roll",
            {name.removesuffix(".csv"): raw for name, raw in self._local.roll.items()},
        )
        self._adopt()
        shown = self._admin.get(self._path)
        self._dates = {name: datetime.fromisoformat(at) for name, at in shown["dates"].items()}
        self._contests = {each["id"]: each for each in shown["contests"]}
        self._titles = {name: each["title"] for name, each in self._contests.items()}
        seats = sum(each["seats"] for each in self._contests.values())
        self._report.say(f"{imported['members']} members on the roll")
        self._report.say(f"{len(self._contests)} contests, {seats} seats, as the bylaws say")

    def _adopt(self) -> None:
        """What the bylaws leave open, and the alphabet where one settles ties."""
        for path, value in self._plan.settings:
            form = {"path": path, "value": value, "reason": self._plan.reason}
            self._chair.put(f"{self._path}/settings", form)
            said = " and ".join(value) if isinstance(value, list) else value
            self._report.say(f"adopted: {path} is {said}. {self._plan.reason}")
        if self._plan.alphabet:
            self._chair.put(f"{self._path}/alphabet", self._plan.alphabet)

    def _appoint(self, number: str | None, name: str, email: str, role: str) -> Office:
        password = self._admin.post("/staff", {"name": name, "email": email})["password"]
        form = {
            "email": email,
            "role": role,
            "member_number": number,
            "appointed_by": self._plan.appointed_by,
            "appointed_on": f"{self._plan.set_up:%Y-%m-%d}",
        }
        self._admin.post(f"{self._path}/appointments", form)
        return self._sign_in(email, password)

    def _sign_in(self, email: str, password: str) -> Office:
        self._report.log_in(email, password)
        office = Office(self._processes.registrar_url, email, password)
        self._offices.append(office)
        return office

    def _nominate(self) -> None:
        self._report.stage("Nominations")
        self._processes.registrar_clock.move_to(
            self._dates["nominations_open"] + self._plan.nominating
        )
        for misfit in self._story.misfits():
            self._refused(misfit, self._nominate_one(misfit)["ruling"])
        proposals = self._story.proposals()
        for proposal in self._report.progress(proposals, "nominating"):
            self._nominate_one(proposal)
        people = {proposal.person.number: proposal.person for proposal in proposals}
        refused = answer_nominations(
            self._processes.registrar_url,
            self._election,
            [*people],
            self._story.answers,
            self._post,
            self._report,
        )
        for number, contest, ruling in refused:
            self._refused(Proposal(contest, people[number]), ruling)
        self._processes.registrar_clock.move_to(
            self._dates["acceptance_deadline"] + timedelta(days=1)
        )
        self._settle_choices(people)

    def _nominate_one(self, proposal: Proposal) -> Any:
        return self._chair.post(f"{self._path}/nominations", proposal.form)

    def _refused(self, proposal: Proposal, ruling: dict[str, Any]) -> None:
        self._report.refused(proposal.person.name, self._titles[proposal.contest], ruling)

    def _settle_choices(self, people: Mapping[str, Person]) -> None:
        """Lets the bylaws answer for who did not choose among several nominations."""
        if not self._story.answers.silent:
            return
        settled = self._chair.post(f"{self._path}/choices")
        stands = [self._titles[each["contest"]] for each in settled if each["accepted"]]
        silent = ", ".join(people[number].name for number in self._story.answers.silent)
        self._report.say(f"{silent} did not choose, and stands for {', '.join(stands)}")

    def _draw_lots(self) -> None:
        """Draws a lot among the candidates of each contest that is voted on, and among them all."""
        chance = Random(self._options.seed)
        among = {
            contest: [person.number for person in people]
            for contest, people in self._story.candidates.items()
            if len(people) > self._contests[contest]["seats"]
        }
        everybody = (each.number for people in self._story.candidates.values() for each in people)
        among["convention"] = [*dict.fromkeys(everybody)]
        for contest, numbers in among.items():
            drawn = chance.sample(numbers, len(numbers))
            form = {"member_numbers": drawn, "witnesses": WITNESSES}
            self._chair.put(f"{self._path}/contests/{contest}/drawn-lot", form)
        self._report.say(f"{len(among)} lots drawn. {WITNESSES}")

    def _freeze(self) -> None:
        self._report.stage("Ballot")
        if not self._plan.alphabet:
            self._draw_lots()
        data = self._options.data
        folder = str(data / "box")
        box = json.loads(self._processes.tellers("box", "init", "--dir", folder, "--json"))
        officers, witness = self._signers.make_keys(self._election)
        for person, key in zip(self._committee, officers, strict=False):
            person.post(f"{self._path}/officer-keys", key)
        self._chair.post(f"{self._path}/witnesses", {"verifier_key": witness})
        form = self._ceremony.deal(self._election) | box
        ballot = self._chair.post(f"{self._path}/ballot", form)
        self._chair.post(f"{self._path}/ballot/approval", {"digest": ballot["digest"]})
        self._second.post(f"{self._path}/ballot/countersignature", {"digest": ballot["digest"]})
        raw = self._chair.read(f"{self._path}/manifest")
        self._manifest_file = data / "manifest.json"
        self._manifest_file.write_bytes(raw)
        self._manifest = Manifest.parse(raw)
        self._numbers = {
            each["id"]: {one["member_number"]: one["number"] for one in each["candidates"]}
            for each in ballot["contests"]
        }
        unvoted = [each for each in ballot["contests"] if each["group_id"] is None]
        empty = sum(not each["candidates"] for each in unvoted)
        self._report.say(
            f"{len(self._manifest.contests)} contests on the ballot in "
            f"{len(self._manifest.groups)} groups; {len(unvoted) - empty} declared elected without "
            f"a vote; {empty} for which nobody stands"
        )
        self._report.say(f"frozen by the Chair and a second member: {ballot['digest']}")
        self._chair.upload(f"{self._path}/rehearsals", {"report": self._ceremony.rehearse()})
        self._report.say("the opening was rehearsed with three shares, and two were dropped")

    def _open_voting(self) -> Polls:
        self._report.stage("Voting")
        opened = self._dates["opens"] + timedelta(hours=1)
        self._processes.registrar_clock.move_to(opened)
        self._processes.box_clock.move_to(opened)
        self._processes.start_box(self._manifest_file)
        self._mail_the_notice()
        for person in (self._chair, self._second):
            person.post(f"{self._path}/voting")
        before = self._post.received
        queued = self._chair.post(f"{self._path}/codes")["queued"]
        self._report.waited(lambda: self._post.received - before, queued, "mailing codes")
        voters = [person.number for person in self._story.voters]
        return Polls(
            self._manifest, voters, self._story.choices(self._manifest.contests, self._numbers)
        )

    def _mail_the_notice(self) -> None:
        form = {
            "notice": "election_notice",
            "mailed_on": f"{self._dates['opens'] - timedelta(days=20):%Y-%m-%d}",
            "letters": self._options.roll_size,
            "proof": "a made-up receipt of the post office",
        }
        self._chair.post(f"{self._path}/mailings", form)

    def _vote(self, polls: Polls) -> None:
        truth = cast_ballots(self._processes, polls, self._post, self._report)
        if self._options.truth:
            self._options.truth.write_text("".join(json.dumps(line) + "\n" for line in truth))

    def _take_paper(self) -> None:
        """Some who did not vote in a browser hand in paper."""
        voted = {person.number for person in self._story.voters}
        others = (each.number for each in self._local.people.all if each.number not in voted)
        self._on_paper = who_votes_on_paper(
            self._processes.registrar_url, self._election, others, self._post
        )
        for number in self._on_paper:
            self._chair.post(f"{self._path}/paper", {"member_number": number})
        self._report.say(f"{len(self._on_paper)} members handed in paper ballots")

    def _close_later(self) -> None:
        """Two officers put the close off."""
        for name in ("closes_issue", "closes_cast"):
            self._dates[name] += LONGER
        closes = self._dates["closes_issue"], self._dates["closes_cast"]
        signed = self._signers.amend(self._manifest_file, WHY_LONGER, *closes)
        self._chair.upload(f"{self._path}/amendments", {"amendment": signed})
        self._report.say(f"two officers put the close off by {LONGER}: {WHY_LONGER}")

    def _seal_paper(self) -> None:
        """Two clerks seal the paper ballots, which then join the board."""
        if not self._on_paper:
            return
        keyed = keyed_ballots(self._manifest, self._on_paper)
        sealed = self._signers.seal(self._manifest_file, keyed)
        joined = self._chair.upload(f"{self._path}/paper-batches", {"paper": sealed})
        self._report.say(f"{joined['ballots']} paper ballots in {joined['batches']} batches")

    def close_voting(self) -> None:
        """Moves every clock past the close."""
        closed = self._dates["closes_cast"] + timedelta(minutes=1)
        self._processes.registrar_clock.move_to(closed)
        self._processes.box_clock.move_to(closed)

    def _open_and_count(self) -> None:
        self._report.stage("Opening and count")
        self.close_voting()
        self._seal_paper()
        self._chair.post(f"{self._path}/board")
        line = self._signers.cosign(self._manifest_file)
        self._chair.post(f"{self._path}/cosignatures", {"line": line})
        opened = self._ceremony.open(self._manifest_file, self._options.seed)
        self._report.say(opened.said)
        self._chair.upload(f"{self._path}/opening", {"opened": opened.file})
        digest = self._chair.post(f"{self._path}/count")["digest"]
        for act in ("count/acceptance", "certification"):
            for person in (self._chair, self._second):
                person.post(f"{self._path}/{act}", {"digest": digest})

    def _publish(self) -> None:
        bundle = self._options.data / "election-bundle.zip"
        bundle.write_bytes(self._chair.read(f"{self._path}/bundle"))
        results = self._chair.read(f"{self._path}/results")
        (self._options.data / "results.json").write_bytes(results)
        self._report.results(json.loads(results), self._titles)
        self._report.stage("Verification")
        self._report.say(self._processes.tellers("verify", str(bundle)))
        page = f"{self._processes.registrar_url}/elections/{self._election}/results"
        self._report.files(self._options.data, page)
