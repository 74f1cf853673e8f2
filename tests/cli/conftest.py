from collections.abc import Callable

import pytest

from app.cli import main

Refusal = Callable[..., str]


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """Runs `tellers`, which must refuse in one line on stderr and exit 2; gives the line."""

    def refused(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["tellers", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert (ended.value.code, told.out, told.err.count("\n")) == (2, "", 1)
        return told.err

    return refused
