"""What a county made for itself beside the book comes along in every backup, increments too."""

from pathlib import Path

from ledger.backup.proving import head_of
from ledger.backup.writing import write_backup
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.submission import Submission
from tests.faults.office_day import lesson
from tests.ledger.backup_samples import assert_clean, files_of, keys_of, restored


def test_what_the_county_made_for_itself_comes_along_but_no_fonts_and_nothing_of_this_machine(
    sealed: Home, full: Path, tmp_path: Path
) -> None:
    forms = [f"dossier/{name}" for name in ("chapters.yaml", "申报表.docx", "申报表.yaml")]
    own = ["mappings/县里的表.yaml", *forms, "issuer.toml"]
    for name in (*own, "dossier/fonts/宋体.ttf", "dossier/旧/申报表.yaml", "shilu.toml", "mappings/~lock"):
        path = sealed.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"县局自己写的 {name}", encoding="utf-8")
    with sealed.opened() as ledger:
        ledger.book.append(HandIn("clerk"), Submission([lesson(1, 301)]))
    write_backup(sealed, tmp_path / "more.age", after=head_of(full, keys_of(sealed)))
    again = Home(tmp_path / "again")
    restored(sealed, again.folder, full, tmp_path / "more.age")
    for name in own:
        assert (again.folder / name).read_bytes() == (sealed.folder / name).read_bytes()
    assert files_of(again).keys() <= files_of(sealed).keys()
    left_behind = files_of(sealed).keys() - files_of(again).keys()
    assert left_behind == {"dossier/fonts/宋体.ttf", "dossier/旧/申报表.yaml", "mappings/~lock"}
    assert not (again.folder / "shilu.toml").exists()
    assert_clean(again)
