import ast
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import coverage
import pytest

QUIET = ("-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "--noconftest")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which tests run which lines of the mutated modules, and how many seconds each test takes."""

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[str, Sequence[str]]]

    def tests(self, module: str, functions: Mapping[int, range], line: int) -> list[str]:
        """The tests that enter the function of a line, those named for its module first.

        A line outside every function runs on import: there, all tests.
        """
        by_line = self.lines.get(module, {})
        body = functions.get(line, range(0))
        found = {test for inside in body for test in by_line.get(str(inside), ())} - {""}
        own = f"test_{module.rpartition('/')[2]}"
        return sorted(
            found if line in functions else self.seconds,
            key=lambda test: (own not in test, self.seconds[test]),
        )


def functions_of(source: str) -> dict[int, range]:
    """Each line that runs within a function, and all such lines of the innermost one."""
    found: dict[int, range] = {}
    # Outer functions come first, so that the inner ones overwrite their lines.
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = range(node.body[0].lineno, (node.body[-1].end_lineno or 0) + 1)
            found |= dict.fromkeys(body, body)
    return found


def reach_of(tests: Iterable[str], sources: Sequence[str]) -> Reach:
    """Runs the tests unchanged, in a process of its own; refuses tests that fail."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            json.dump(_traced(tests, sources), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    if not text:
        raise SystemExit("the tests fail without any change")
    return Reach(**json.loads(text))


def _traced(tests: Iterable[str], sources: Sequence[str]) -> dict[str, object]:
    here = coverage.Coverage(data_file=None, config_file=False, include=sources)
    stopwatch = _Stopwatch(here)
    here.start()
    status = pytest.main([*QUIET, "-x", *tests], [stopwatch])
    here.stop()
    if status != 0:
        os._exit(1)
    data = here.get_data()
    files = {os.path.relpath(path): data.contexts_by_lineno(path) for path in data.measured_files()}
    return {"seconds": stopwatch.seconds, "lines": files}


class _Stopwatch:
    """A pytest plugin that tells coverage which test runs and notes how long it took."""

    def __init__(self, here: coverage.Coverage) -> None:
        self._here = here
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._here.switch_context(item.nodeid)
        result = yield
        self._here.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
