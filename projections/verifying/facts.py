"""数据文件: every fact file is as it was written, and says what the book says; every event is one of its kind."""

from hashlib import sha256
from pathlib import Path

import msgspec
import pyarrow as pa

from ledger.book import Book
from ledger.verifying.readable import event_in
from ledger.verifying.report import Report, Told
from ledger.verifying.rows import entry_in
from projections.fact_files.decoding import tables_of
from projections.fact_files.files import FactFiles, files_in
from projections.fact_files.folders import CURRENT, facts_folder, generation_in_use
from projections.fact_files.manifest import MANIFEST, PartSaid, SegmentSaid, read_manifest
from projections.fact_files.part import FactPart
from projections.fact_files.segments import SEGMENT, digest_of, footer_of, said_of_file
from projections.fact_files.shapes import STEPS

_MEND = "它是由账本算出的,请运行 shilu rebuild --facts 重新生成"


def verify_facts(book: Book, report: Report, told: Told) -> None:
    """Read every fact file in use, make all facts from the book again, and report what differs.

    So every event is read as the kind that it is said to be, whether there are fact files of it or not.
    """
    files = _files(book, report)
    last = book.position
    segments = list(files.manifest.segments) if files else []
    parts = {(part.first, part.kind): part for kind in _kinds(files) for part in files.parts(kind)} if files else {}
    for segment in segments:
        facts = _facts(book, segment.first, segment.last, report)
        if facts is not None and files is not None:
            _compare(files.generation, segment, parts, facts, report)
        told("数据文件", segment.last, last)
    first = segments[-1].last + 1 if segments else 1
    while (rows := next(iter(book.stored.lots(first, 1)), [])) and rows[0][0] <= last:  # others write on meanwhile
        first, to = rows[0][0], min(rows[0][0] + SEGMENT - 1, last)
        _facts(book, first, to, report)
        told("数据文件", to, last)
        first = to + 1


def _kinds(files: FactFiles) -> list[str]:
    return [*files.kinds, STEPS]


def _files(book: Book, report: Report) -> FactFiles | None:
    """The fact files in use, where they can be compared."""
    folder = facts_folder(book)
    if folder is None or not folder.is_dir():
        report.note("还没有数据文件。")
        return None
    generation = generation_in_use(folder)
    if generation is None:
        if (folder / CURRENT).exists():
            report.fault(f"数据文件的 {CURRENT} 被改动过;{_MEND}。")
        return None
    files = _opened(generation, book, report)
    if files is not None and files.damage:
        report.fault(f"数据文件 {files.damage} 早先已发现损坏;{_MEND}。")
    return files


def _facts(book: Book, first: int, last: int, report: Report) -> dict[str, pa.Table] | None:
    """The facts of some positions; None, and a fault for each, where some cannot be read as what they are."""
    try:
        return tables_of(book.stored.lines((), first, last))
    except (ValueError, KeyError, msgspec.MsgspecError, pa.ArrowException):
        for row in book.stored.rows(last):
            if row[0] >= first and not report.has_at(row[0]) and event_in(row) is None:
                what = f"第 {row[0]} 条的内容不是一条读得出的“{row[3]}”;请用备份恢复账本。"
                report.fault(what, row[0], entry_in(row))
        return None


def _opened(generation: Path, book: Book, report: Report) -> FactFiles | None:
    """The files of a generation; None where they cannot be believed, which is a fault, or are of another release."""
    try:
        said, _, digest = (generation / MANIFEST).read_bytes().rstrip(b"\n").rpartition(b"\n")
    except OSError:
        said, digest = b"", b""
    if sha256(said).hexdigest().encode() != digest:
        report.fault(f"数据文件的清单 {generation.name}/{MANIFEST} 不在或被改动过;{_MEND}。")
        return None
    if read_manifest(generation) is None:
        report.note("数据文件是另一个版本的师录生成的,没有核对;用到时会重新生成。")
        return None
    files = files_in(generation, book.stored)
    if files is None:
        report.fault(f"数据文件和账本里它们写到的那一条不符;{_MEND}。")
    return files


def _compare(
    generation: Path,
    segment: SegmentSaid,
    parts: dict[tuple[int, str], FactPart],
    from_book: dict[str, pa.Table],
    report: Report,
) -> None:
    for kind in sorted(from_book.keys() | segment.parts.keys()):
        name = f"{segment.folder}/{kind}.parquet"
        said = segment.parts.get(kind)
        if said is None or kind not in from_book:
            report.fault(f"数据文件 {name} 和账本不符:多出或缺少这一种记录;{_MEND}。")
        elif not _is_as_written(generation / name, said):
            report.fault(f"数据文件 {name} 不在或被改动过;{_MEND}。")
        elif different := _first_different(parts[segment.first, kind].table(), from_book[kind]):
            column, position = different
            report.fault(f"数据文件 {name} 的“{column}”和账本第 {position} 条不符;{_MEND}。", position)


def _is_as_written(path: Path, said: PartSaid) -> bool:
    try:
        # Arrow ends the whole process over some footers that were altered: it is shown none before its digest is right.
        if path.stat().st_size != said.bytes or digest_of(path, [footer_of(path)]) != said.footer:
            return False
        return said_of_file(path) == said
    except (OSError, pa.ArrowException):
        return False


def _first_different(kept: pa.Table, from_book: pa.Table) -> tuple[str, int] | None:
    """The column and the position of the first fact that differs."""
    if len(kept) != len(from_book):
        return "position", min(kept["position"][0].as_py(), from_book["position"][0].as_py())
    for name in from_book.schema.names:
        one, other = _plain(kept[name]), _plain(from_book[name])
        if not one.equals(other):
            # Held as Arrow has them: a text of a row that was altered need not be one that Python reads.
            at = next(at for at in range(len(one)) if not one[at].equals(other[at]))
            return name, from_book["position"][at].as_py()
    return None


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """A column without the dictionary that it is kept by: the same words may have other numbers."""
    whole = column.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole
