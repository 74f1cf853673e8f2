import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure.counters import COUNTERS
from measure.made_up_ballots import write_ballots

SIZES = (10_000, 100_000, 1_000_000)
OURS = "tellers"
Figures = dict[str, Any]


def main() -> None:
    """Times counts of the same made-up ballots by ours and by each peer that is installed.

    Figures are processor seconds, the least of some turns, the counters taking turns about; a
    ratio says how many times as long, or as much memory, the peer takes.
    """
    options = _options()
    names = [name for name in COUNTERS if name == OURS or importlib.util.find_spec(name)]
    heads = f"{'ballots':>9} {'method':6} {'counter':12} {'process s':>9} {'count s':>9}"
    print(f"{heads} {'MB':>6}  ratios")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ballots.blt"
            write_ballots(path, size, options.seed)
            for method in ("irv", "stv"):
                for line in _lines(size, method, _measured(path, method, names, options.turns)):
                    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _measured(path: Path, method: str, names: list[str], turns: int) -> dict[str, Figures]:
    """The least figures of each counter over some turns."""
    found: dict[str, Figures] = {}
    for _ in range(turns):
        for name in names:
            if method in COUNTERS[name][2]:
                figures = _run(name, method, path)
                best = found.setdefault(name, figures)
                for key in ("process", "count", "memory"):
                    best[key] = min(best[key], figures[key])
    return found


def _run(name: str, method: str, path: Path) -> Figures:
    command = [sys.executable, "-m", "measure.counters", name, method, str(path)]
    figures: Figures = json.loads(subprocess.check_output(command))
    if name == OURS:
        figures["process"], figures["memory"] = _whole_command(method, path)
    return figures


def _whole_command(method: str, path: Path) -> tuple[float, int]:
    """Processor seconds and megabytes of `tellers count` itself, as a person calls it."""
    rule = ["--rule", "irv", "--seats", "1"] if method == "irv" else ["--rule", "stv-wigm"]
    command = [str(Path(sys.executable).parent / "tellers"), "count", str(path), *rule, "--json"]
    with Path(os.devnull).open("w") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere)
        _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def _lines(size: int, method: str, found: dict[str, Figures]) -> list[str]:
    ours = found[OURS]
    return [
        f"{size:>9} {method:6} {name:12} {figures['process']:9.2f} {figures['count']:9.3f}"
        f" {figures['memory']:6}  {_ratios(figures, ours) if figures is not ours else ''}"
        for name, figures in found.items()
    ]


def _ratios(peer: Figures, ours: Figures) -> str:
    ratios = ", ".join(
        f"{key} {peer[key] / max(ours[key], 0.0005):.1f}x" for key in ("process", "count", "memory")
    )
    same = "" if peer["elected"] == ours["elected"] else "; elects others"
    return ratios + same


if __name__ == "__main__":
    main()
