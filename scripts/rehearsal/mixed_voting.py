from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from playwright.sync_api import Browser

from rehearsal.browser_voter import BrowserVoter
from rehearsal.linkage import Line
from rehearsal.members import Polls, traces, voting
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.report import Report

INTERRUPTED = 3


@dataclass(frozen=True)
class Midst:
    """Those whom a kill meets at three steps; they go on by themselves when all is back."""

    voters: Sequence[BrowserVoter]
    chosen: Sequence[Mapping[str, tuple[int, ...]]]

    def begin(self) -> None:
        """One has pressed Cast and one Begin, whatever comes of it; one is about to cast."""
        casting, late, asking = self.voters
        for voter, chosen in zip((casting, late), self.chosen, strict=False):
            voter.ask_for_ballot()
            voter.mark(chosen)
        asking.ask_for_ballot()
        casting.cast()

    def cast_in_vain(self) -> None:
        """The one who was about to casts while nobody answers."""
        _, late, _ = self.voters
        late.cast()
        late.waits()

    def lines(self) -> list[Line]:
        """What becomes of them when somebody answers again."""
        asking, chosen = self.voters[-1], self.chosen[-1]
        asking.mark(chosen)
        asking.cast()
        return [_ended(voter) for voter in self.voters]


class MixedVoting:
    """Voters one after the other, so many of them in browsers, the rest with the reference client.

    Gives the lines of the truth in order of issue.
    """

    def __init__(
        self,
        processes: Processes,
        polls: Polls,
        post: PostOffice,
        report: Report,
        browser: Browser,
        browsers: int,
    ) -> None:
        self._processes = processes
        self._polls = polls
        self._post = post
        self._report = report
        self._browser = browser
        self._urls = cycle(processes.registrar_urls)
        voters, spread = len(polls.voters), browsers - INTERRUPTED
        self._half = voters // 2
        self._in_browsers = {(2 * each + 1) * voters // (2 * spread) for each in range(spread)}

    def first_half(self) -> list[Line]:
        """Everybody before those who will be interrupted."""
        return self._vote(range(self._half))

    def second_half(self) -> list[Line]:
        """Everybody after those who were interrupted."""
        return self._vote(range(self._half + INTERRUPTED, len(self._polls.voters)))

    def in_the_midst(self) -> "Midst":
        """Three in browsers: two who are to cast, and one who asks for a ballot."""
        places = range(self._half, self._half + INTERRUPTED)
        midst = Midst(
            [self._at_the_page(place) for place in places],
            [self._polls.choices[place] for place in places],
        )
        midst.begin()
        return midst

    def _vote(self, places: Sequence[int]) -> list[Line]:
        return [
            self._in_a_browser(place) if place in self._in_browsers else self._by_client(place)
            for place in self._report.progress(places, "voting")
        ]

    def _by_client(self, place: int) -> Line:
        box_url = self._processes.box_url
        with voting(self._polls, place, self._post, next(self._urls), box_url) as client:
            receipts = client.vote()
            groups = traces(client.entries, receipts)
        return {"member_number": self._polls.voters[place], "groups": groups}

    def _in_a_browser(self, place: int) -> Line:
        voter = self._at_the_page(place)
        voter.ask_for_ballot()
        voter.mark(self._polls.choices[place])
        voter.cast()
        return _ended(voter)

    def _at_the_page(self, place: int) -> BrowserVoter:
        number = self._polls.voters[place]
        code, url = self._post.code_of(number), self._processes.public_url
        return BrowserVoter(self._browser, url, self._polls.manifest, number, code)


def _ended(voter: BrowserVoter) -> Line:
    line = voter.line()
    voter.close()
    return line
