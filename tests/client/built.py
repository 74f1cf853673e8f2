import subprocess
from pathlib import Path

from tests.client.engines import CLIENT, NODE


def built_offline(folder: Path) -> Path:
    """The folder, with the pages that are one file each."""
    subprocess.run([NODE, CLIENT / "build-offline.js", folder], check=True)
    return folder
