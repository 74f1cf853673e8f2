from rehearsal.demo import Demo
from rehearsal.question_story import QuestionStory


class AskingDemo(Demo):
    """A vote on questions in the order of its stages: nobody is nominated, nor any lot drawn."""

    def _nominate(self) -> None:
        assert isinstance(self._story, QuestionStory)  # noqa: S101 (its plan tells no other)
        self._report.stage("Questions")
        for question in self._story.questions():
            put = self._chair.post(f"{self._path}/questions", question)
            self._report.say(f"{put['title']}: put to {put['voters']} ({put['cite']})")
            for contest, measure in put["contests"].items():
                self._report.say(f"{contest}: {measure}")
        shown = self._admin.get(self._path)["contests"]
        self._contests = {each["id"]: each for each in shown}
        self._titles = {name: each["title"] for name, each in self._contests.items()}

    def _draw_lots(self) -> None:
        """No question needs one."""

    def _mail_the_notice(self) -> None:
        """The questions name the days of their own notices."""
