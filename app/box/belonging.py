from app.box.folder import Folder
from app.box.pool import make_pool
from app.core.secrecy import ed25519
from app.core.secrecy.entries import entry_length
from app.core.secrecy.manifest import Manifest
from app.errors import AlreadyDone, NotFound, NotPermitted


def eligible_in(manifest: Manifest) -> dict[int, int]:
    """How many may cast in each group."""
    return {group.group_id: group.eligible for group in manifest.groups}


def check_belongs(folder: Folder, manifest: Manifest, box_sk: bytes) -> None:
    """Refuses a manifest of another box, and a folder that serves another manifest."""
    if ed25519.public_of(box_sk) != manifest.box_pk:
        raise NotPermitted("the manifest names the key of another ballot box")
    if folder.manifest.exists():
        if folder.manifest.read_bytes() != manifest.canonical():
            raise AlreadyDone("this ballot box belongs to another manifest, and it takes only one")
    elif folder.checkpoints.exists() or folder.board.exists():
        raise NotFound("manifest.json is gone from the folder of an election that has opened")


def take_up(folder: Folder, manifest: Manifest) -> None:
    """Makes a new folder the box of this manifest, once.

    The manifest is kept last: where it is missing before the first checkpoint, nothing was cast
    and all may be made anew.
    """
    if not folder.manifest.exists():
        for path in folder.pools:
            make_pool(path, entry_length(manifest.pad_len), eligible_in(manifest))
        folder.keep(folder.manifest, manifest.canonical())
