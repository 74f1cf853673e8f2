import argparse
import importlib.abc
import importlib.machinery
import os
import resource
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType

import hypothesis
import pytest

from measure.mutants import Mutant, mutants
from measure.reach import QUIET, Reach, functions_of, reach_of

SOURCES = ("app/core/counting", "app/core/ties.py")
TESTS = ("tests/core/counting", "tests/core/test_ties.py", "tests/test_second_count.py")
EQUIVALENTS = Path(__file__).with_name("equivalents.toml")
ENOUGH = 0.9
# A mutant may run for ever or eat all memory, which its tests notice too.
SECONDS_MORE = 4
BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant with the tests that can notice it, and how many seconds of the processor it has."""

    mutant: Mutant
    tests: tuple[str, ...]
    seconds: int


def main() -> int:
    """Runs against each mutant of core/counting and core/ties the tests that reach its function.

    Prints the mutants that no test notices; exit 1 when fewer than nine in ten are noticed. Those
    named in equivalents.toml, each with the reason why no test could, are counted by themselves.
    """
    options = _options()
    every = [m for path in _modules() for m in mutants(str(path), path.read_text())]
    chosen = [m for m in every if options.only in m.module]
    if options.sample and options.sample < len(chosen):
        chosen = Random(options.seed).sample(chosen, options.sample)
    trials = [*_trials(chosen, reach_of(TESTS, [*map(str, _modules())]))]
    survivors = [m for m, noticed in _tried(trials, options.workers) if not noticed]
    equivalents = _equivalents()
    for mutant in sorted(survivors, key=lambda m: (m.module, m.line)):
        reason = equivalents.get(_key(mutant))
        says = f"equivalent ({reason})" if reason else "survived"
        print(f"{says}: {mutant.module}:{mutant.line}: {mutant.change}")
    wrong = {*equivalents} - {_key(m) for m in every}
    wrong |= {_key(m) for m in chosen if _key(m) in equivalents and m not in survivors}
    for key in sorted(wrong):
        print(f"equivalents.toml is wrong: {': '.join(key)}: is noticed, or is no mutant")
    alive = [m for m in survivors if _key(m) not in equivalents]
    _summary(chosen, survivors, alive)
    return int(len(alive) > (1 - ENOUGH) * len(chosen) or bool(wrong))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants by chance, instead of all")
    parser.add_argument("--only", default="", help="mutants of files whose path contains this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _modules() -> Iterator[Path]:
    for source in map(Path, SOURCES):
        yield from sorted(source.glob("*.py")) if source.is_dir() else [source]


def _key(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.module, mutant.text, mutant.change


def _equivalents() -> dict[tuple[str, str, str], str]:
    """The reason why no test can notice a mutant, by its module, line and change."""
    named = tomllib.loads(EQUIVALENTS.read_text()).get("equivalent", [])
    return {(one["module"], one["text"], one["change"]): one["reason"] for one in named}


def _trials(chosen: Sequence[Mutant], reach: Reach) -> Iterator[Trial]:
    functions = {str(path): functions_of(path.read_text()) for path in _modules()}
    for mutant in chosen:
        tests = reach.tests(mutant.module, functions[mutant.module], mutant.line)
        usual = sum(reach.seconds[test] for test in tests)
        yield Trial(mutant, tuple(tests), int(3 * usual) + SECONDS_MORE)


def _tried(trials: Sequence[Trial], workers: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether a test noticed it, as their processes end."""
    waiting, running = list(trials), dict[int, Mutant]()
    while waiting or running:
        while waiting and len(running) < workers:
            trial = waiting.pop()
            running[_started(trial)] = trial.mutant
        child, status = os.wait()
        done = len(trials) - len(waiting) - len(running) + 1
        if sys.stderr.isatty():
            print(f"\r{done} of {len(trials)}", end="", file=sys.stderr, flush=True)
        yield running.pop(child), status != 0


def _started(trial: Trial) -> int:
    """A forked process that runs the tests on the mutant; it ends well only if all pass."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (trial.seconds, trial.seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.meta_path.insert(0, _Finder(trial.mutant))
        files = [*dict.fromkeys(test.partition("::")[0] for test in trial.tests)]
        status = pytest.main([*QUIET, "-x", *files], [_Only(trial.tests)]) if files else 0
        os._exit(int(status))
    return child


class _Only:
    """A pytest plugin that runs some tests in an order of its own."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self._places]
        items.sort(key=lambda item: self._places[item.nodeid])


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self._source = mutant.source
        self._is_package = mutant.module.endswith("__init__.py")
        path = mutant.module.removesuffix("/__init__.py").removesuffix(".py")
        self._name = path.replace("/", ".")

    def find_spec(
        self, fullname: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The mutated module's own spec, nobody else's."""
        if fullname != self._name:
            return None
        spec = importlib.machinery.ModuleSpec(fullname, self, is_package=self._is_package)
        if self._is_package:
            spec.submodule_search_locations = [fullname.replace(".", "/")]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Runs the mutated source."""
        exec(compile(self._source, "mutant", "exec"), module.__dict__)  # noqa: S102


def _summary(
    chosen: Sequence[Mutant], survivors: Sequence[Mutant], alive: Sequence[Mutant]
) -> None:
    total = Counter(mutant.module for mutant in chosen)
    left = Counter(mutant.module for mutant in survivors)
    named = left - Counter(mutant.module for mutant in alive)
    for module in sorted(total):
        also = f", {named[module]} equivalent" if named[module] else ""
        print(f"{module:40} {total[module] - left[module]:5} of {total[module]:5} noticed{also}")
    noticed, equivalent = len(chosen) - len(survivors), named.total()
    print(
        f"{noticed} of {len(chosen)} mutants noticed: {noticed / max(len(chosen), 1):.1%};"
        f" without the {equivalent} equivalent: {noticed / max(len(chosen) - equivalent, 1):.1%}"
    )


if __name__ == "__main__":
    hypothesis.settings.register_profile(
        "mutation", max_examples=25, derandomize=True, database=None, deadline=None
    )
    hypothesis.settings.load_profile("mutation")
    sys.exit(main())
