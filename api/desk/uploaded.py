"""A workbook as it was uploaded, put on the disk for as long as it is read."""

from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from api.desk.attaching import plain_name
from ledger.on_disk import IS_FULL, why
from ledger.refusals import Refused

MOST_BYTES = 64 * 2**20
"""The largest workbook that is taken over the web: 64 MB, some ten times a county's term."""

MARKED = "marked"
"""What the marked workbook is called beside it."""

_CHUNK = 1 << 20
_LONGEST_NAME = 60


def keep_upload(content: BinaryIO, folder: Path, name: str) -> str:
    """Put what is read into a folder that only the owner may read; its SHA-256."""
    digest, size = sha256(), 0
    try:
        folder.mkdir(mode=0o700)
        with (folder / name).open("xb") as file:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Refused(
                        "workbook-too-large",
                        f"工作簿超过 {MOST_BYTES >> 20} MB;请分成几份(如每校一份)再交,或在服务器上用 shilu import。",
                    )
                digest.update(chunk)
                file.write(chunk)
    except OSError as error:
        code = "disk-full" if error.errno in IS_FULL else "unwritable-file"
        raise Refused(code, f"收不下上传的文件:{why(error)};请管理员腾出空间后再交。") from error
    return digest.hexdigest()


def file_name(name: str) -> str:
    """A name that any disk takes: what is kept of the one that the workbook came with."""
    plain = "".join("_" if one in '<>:"|?*' else one for one in plain_name(name)).strip(". ")[-_LONGEST_NAME:]
    return plain if plain not in ("", MARKED) else "workbook.xlsx"
