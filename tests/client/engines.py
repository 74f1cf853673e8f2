"""The browser's modules asked from here, in Node and in Chromium: app/client/tests/bridge.js."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Route, sync_playwright
from rehearsal.browser import launch

CLIENT = Path(__file__).parents[2] / "app" / "client"
NODE = shutil.which("node") or "node"
ESBUILD = CLIENT / "node_modules" / ".bin" / "esbuild"
PAGE = "http://127.0.0.1/vectors"  # WebCrypto is only there for pages of this machine, or https


class Refused(Exception):
    """What a function of the client refuses, in its own sentence."""


def number(value: int) -> str:
    """A big number as the bridge reads it."""
    return f"{value:x}"


class Engine(Protocol):
    """Something that runs the client's modules."""

    def ask(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        """What a call of the bridge answers."""


class Client:
    """The client's functions by name; bytes go and come in hexadecimal."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, name: str, **given: Any) -> Any:
        """What a function gives; Refused when it is Malformed."""
        answer = self._engine.ask(name, {key: _plain(each) for key, each in given.items()})
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer["gives"]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


class _Node:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"name": name, "given": given}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def in_node() -> Iterator[Client]:
    """The modules as they stand, in Node."""
    with subprocess.Popen(
        [NODE, CLIENT / "tests" / "bridge-node.js"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Client(_Node(process))
        finally:
            assert process.stdin
            process.stdin.close()


@contextmanager
def in_chromium(folder: Path) -> Iterator[Client]:
    """The modules bundled as for a page, on a page of Debian's Chromium."""
    script = folder / "bridge.js"
    bridge = CLIENT / "tests" / "bridge.js"
    subprocess.run([ESBUILD, bridge, "--bundle", f"--outfile={script}"], check=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.route(PAGE, _empty_page)
        page.goto(PAGE)
        page.add_script_tag(path=script)

        class Chromium:
            def ask(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
                # As text, since a page hands over no member that is called __proto__.
                text = page.evaluate(
                    "async ([name, text]) => JSON.stringify(await answer(name, JSON.parse(text)))",
                    [name, json.dumps(given)],
                )
                answer: dict[str, Any] = json.loads(text)
                return answer

        yield Client(Chromium())
        browser.close()


def _empty_page(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Vectors</title>", content_type="text/html")
