from collections.abc import Mapping
from typing import Any

import httpx

CHAIR = ("Rosa Delgado", "chair@example.org", "chair")
OTHERS = (
    ("Sam Whitfield", "sam@example.org", "committee"),
    ("Thuy Pham", "thuy@example.org", "committee"),
)


class Refused(RuntimeError):
    """The service answered an act of the rehearsal with a problem document."""


class Office:
    """One person of the committee at the registrar's API, signed in."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/api/v1", timeout=120)
        token = self.post("/staff-sessions", {"email": email, "password": password})["token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Lets go of the connection."""
        self._http.close()

    def post(self, path: str, form: Mapping[str, Any] | None = None) -> Any:
        """Does an act and gives the answer."""
        return _answer(self._http.post(path, json=form or {}))

    def put(self, path: str, form: Mapping[str, Any]) -> Any:
        """Enters something and gives the answer."""
        return _answer(self._http.put(path, json=form))

    def upload(self, path: str, files: Mapping[str, bytes]) -> Any:
        """Uploads files and gives the answer."""
        named = {name: (name, raw) for name, raw in files.items()}
        return _answer(self._http.post(path, files=named))

    def get(self, path: str) -> Any:
        """Reads JSON."""
        return _answer(self._http.get(path))

    def read(self, path: str) -> bytes:
        """Reads bytes."""
        answer = self._http.get(path)
        if answer.is_error:
            raise Refused(answer.json()["detail"])
        return answer.content


def _answer(answer: httpx.Response) -> Any:
    if answer.is_error:
        raise Refused(answer.json()["detail"])
    return answer.json()
