"""What is left of fact files that are no longer in use, removed as soon as nobody reads it."""

from pathlib import Path
from shutil import rmtree

from projections.fact_files.folders import generation_in_use, generations
from projections.fact_files.locks import unused
from projections.fact_files.manifest import MANIFEST, read_manifest
from projections.fact_files.progress import PROGRESS


def clear(folder: Path, keep: Path) -> None:
    """Remove other generations than the one in use and the one to keep, and in these what their manifests do not name.

    Only the one builder may do this. What somebody still reads is left for the next time.
    """
    _remove_partial(folder)
    (folder / PROGRESS).unlink(missing_ok=True)  # of a builder that was killed
    in_use = generation_in_use(folder)
    for generation in generations(folder):
        if generation in (in_use, keep):
            _clear_generation(generation)
        else:
            _remove(generation)


def _clear_generation(generation: Path) -> None:
    _remove_partial(generation)
    manifest = read_manifest(generation)
    named = {segment.folder for segment in manifest.segments} if manifest else set()
    for one in generation.iterdir():
        if one.is_dir() and one.name not in named:
            _remove(one)


def _remove_partial(folder: Path) -> None:
    """What a builder that was killed had not finished."""
    for one in folder.glob("*.partial"):
        if one.is_dir():
            rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    with unused(folder) as nobody_reads:
        if nobody_reads:
            (folder / MANIFEST).unlink(missing_ok=True)  # first, so that half a generation is never believed
            rmtree(folder, ignore_errors=True)
