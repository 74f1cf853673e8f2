import argparse
import importlib.abc
import importlib.machinery
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import ModuleType

import hypothesis
import pytest

from measure.mutants import Mutant, mutants

SOURCES = ("app/core/counting", "app/core/ties.py")
# Quick tests first: most mutants die there.
TESTS = (
    *(str(path) for path in sorted(Path("tests/core/counting").glob("test_*.py"))
      if path.stem not in ("test_edges", "test_properties", "test_shared_elections")),
    "tests/core/test_ties.py",
    "tests/test_second_count.py",
    "tests/core/counting/test_edges.py",
    "tests/core/counting/test_shared_elections.py",
    "tests/core/counting/test_properties.py",
)  # fmt: skip
ENOUGH = 0.9


def main() -> int:
    """Runs the tests against each mutant of core/counting and core/ties, several at a time.

    Prints the mutants that no test notices; exit 1 when fewer than nine in ten are noticed.
    """
    options = _options()
    every = [m for path in _modules() for m in mutants(str(path), path.read_text())]
    chosen = [m for m in every if options.only in m.module]
    if options.sample and options.sample < len(chosen):
        chosen = Random(options.seed).sample(chosen, options.sample)
    unchanged = [Mutant("nothing.py", 0, "", "")]
    if [noticed for _, noticed in _tried(unchanged, options)] != [False]:
        raise SystemExit("the tests fail without any change")
    survivors = [m for m, noticed in _tried(chosen, options) if not noticed]
    for mutant in sorted(survivors, key=lambda m: (m.module, m.line)):
        print(f"survived: {mutant.module}:{mutant.line}: {mutant.change}")
    _summary(chosen, survivors)
    return int(len(survivors) > (1 - ENOUGH) * len(chosen))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants by chance, instead of all")
    parser.add_argument("--only", default="", help="mutants of files whose path contains this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=int, default=120, help="for one mutant, at the most")
    return parser.parse_args()


def _modules() -> Iterator[Path]:
    for source in map(Path, SOURCES):
        yield from sorted(source.glob("*.py")) if source.is_dir() else [source]


def _tried(chosen: Sequence[Mutant], options: argparse.Namespace) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether a test noticed it, as their processes end."""
    waiting, running = list(chosen), dict[int, Mutant]()
    while waiting or running:
        while waiting and len(running) < options.workers:
            mutant = waiting.pop()
            running[_started(mutant, options.seconds)] = mutant
        child, status = os.wait()
        done = len(chosen) - len(waiting) - len(running) + 1
        if sys.stderr.isatty():
            print(f"\r{done} of {len(chosen)}", end="", file=sys.stderr, flush=True)
        yield running.pop(child), status != 0


def _started(mutant: Mutant, seconds: int) -> int:
    """A forked process that runs the tests on the mutant; it ends well only if all pass."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.meta_path.insert(0, _Finder(mutant))
        os._exit(int(pytest.main(["-x", "--assert=plain", "-p", "no:cacheprovider", *TESTS])))
    return child


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


def _summary(chosen: Sequence[Mutant], survivors: Sequence[Mutant]) -> None:
    total = Counter(mutant.module for mutant in chosen)
    alive = Counter(mutant.module for mutant in survivors)
    for module in sorted(total):
        print(f"{module:40} {total[module] - alive[module]:5} of {total[module]:5} noticed")
    share = 1 - len(survivors) / max(len(chosen), 1)
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} mutants noticed: {share:.1%}")


if __name__ == "__main__":
    hypothesis.settings.register_profile(
        "mutation", max_examples=25, derandomize=True, database=None, deadline=None
    )
    hypothesis.settings.load_profile("mutation")
    sys.exit(main())
