"""What a sealed ledger must be, checked without the seal's own code: by the plain tree, the book's rows, the keys."""

from contextlib import closing
from pathlib import Path

from ledger.book import Book
from ledger.checkpoint import Checkpoint, open_note, parse_checkpoint
from ledger.home import SEAL, Home
from ledger.seal import CHECKPOINT, KEPT, Tree, leaf_hash, leaf_of, plain_tree
from ledger.seal.tree import TILE


def checkpoint_of(home: Home) -> Checkpoint:
    """The newest checkpoint, opened by the ledger's own key."""
    return opened(home, home.folder / SEAL / CHECKPOINT)


def opened(home: Home, path: Path) -> Checkpoint:
    """A checkpoint in a file, opened by the ledger's own keys."""
    first, *others = home.keys.verifier_keys
    return parse_checkpoint(open_note(path.read_bytes(), first, *others).text)


def leaves_of(home: Home) -> list[bytes]:
    """The leaf hashes of the book's rows, one by one."""
    with closing(Book(home.book_place)) as book:
        return [leaf_hash(leaf_of(row)) for row in book.stored.rows()]


def check_sealed(home: Home, size: int | None = None) -> int:
    """The newest checkpoint speaks of the whole book (or its first rows), and all files say so; its size."""
    last, leaves = checkpoint_of(home), leaves_of(home)
    size = len(leaves) if size is None else size
    assert last.origin == home.keys.origin
    assert (last.size, last.root) == (size, plain_tree.root(leaves[:size]))
    tree = Tree(home.folder / SEAL)
    assert b"".join(leaves[:size]) == tree.hashes(0, 0, size)
    for level in range(1, tree.levels):
        width = TILE**level
        whole = [plain_tree.root(leaves[at : at + width]) for at in range(0, size // width * width, width)]
        assert tree.hashes(level, 0, tree.kept(level)) == b"".join(whole)
    for path in (home.folder / SEAL / KEPT).iterdir():
        kept = opened(home, path)
        assert kept.root == plain_tree.root(leaves[: kept.size])
    return size
