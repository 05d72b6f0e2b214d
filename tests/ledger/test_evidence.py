"""The folder of attached files: kept whole and once, however many keep the same at the same time."""

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.acts.evidence import EvidenceFolder


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "照片.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(200_000))
    return path


def test_threads_that_keep_the_same_file_at_once_all_keep_it(tmp_path: Path, photograph: Path) -> None:
    digest = sha256(photograph.read_bytes()).hexdigest()
    for n in range(20):
        folder = EvidenceFolder(tmp_path / f"evidence{n}")
        with ThreadPoolExecutor(8) as threads:
            kept = list(threads.map(folder.keep, [photograph] * 8))
        assert {one.digest for one in kept} == {digest}
        assert folder.read(digest) == photograph.read_bytes()
        assert [path.name for path in (tmp_path / f"evidence{n}").glob("*/*")] == [digest]


def test_what_could_not_be_written_leaves_nothing_behind(
    tmp_path: Path, photograph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        EvidenceFolder(tmp_path / "evidence").keep(photograph)
    assert list((tmp_path / "evidence").glob("*/*")) == []
