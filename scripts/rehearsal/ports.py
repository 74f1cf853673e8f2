import socket
import time

import httpx

PATIENCE = 60.0  # seconds until whoever was started must answer


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def await_answer(http: httpx.Client, path: str) -> None:
    """Waits until somebody answers here, whatever the answer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            http.get(path)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nobody answers at {http.base_url}")
