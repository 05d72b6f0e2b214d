"""`shilu restore`: a ledger made again from its backups, in an empty place, proved before it stands."""

from pathlib import Path

from api.cli.arguments import Parser
from api.cli.lacking_files import print_lacking
from api.cli.output import print_json, progress
from api.cli.reading import text_of
from ledger.home import Home
from ledger.refusals import Misuse


def run(arguments: list[str]) -> int:
    """Restore a full backup and the increments after it, into `$SHILU_HOME` (and `$SHILU_DATABASE_URL`)."""
    parser = Parser(
        "restore",
        "用备份恢复账本,只恢复到空处(SHILU_HOME 和 SHILU_DATABASE_URL 指明的地方);先核对全部内容,不符就什么也不留",
        "SHILU_HOME=taikang shilu restore 备份/2023-01-13.age 备份/下午.age --keys 密钥文件夹",
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="文件.age", help="先写完整备份,再按次序写增量")
    parser.add_argument(
        "--keys",
        type=Path,
        required=True,
        metavar="文件夹|纸质副本",
        help="另存的密钥文件夹,或照纸质副本打出的文本",
    )
    parser.add_argument("--forgotten", type=Path, metavar="名单", help="另存的删除个人信息名单(keys/forgotten 的副本)")
    parser.add_argument("--against", type=Path, metavar="校验点", help="另处保存的校验点,恢复的账本必须包含它")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    from ledger.backup.keys_for import KeysFor
    from ledger.backup.restoring import restore
    from ledger.forgotten_list import ForgottenList

    if asked.forgotten and not asked.forgotten.is_file():
        raise Misuse("bad-arguments", f"读不到名单 {asked.forgotten};请核对路径。")
    home = Home.from_environment()
    keys = KeysFor.at(asked.keys)
    with progress("恢复账本") as told:
        restored = restore(
            home,
            asked.files,
            keys,
            lambda done, of: told("记录", done, of),
            forgotten=ForgottenList(asked.forgotten).read() if asked.forgotten else (),
            against=text_of(asked.against) if asked.against else "",
        )
    if asked.format == "json":
        print_json(
            {
                "home": str(home.folder),
                "origin": restored.head.origin,
                "position": restored.head.last,
                "made_at": restored.head.at,
                "files": restored.files,
                "lacking": restored.lacking,
                "withheld": restored.withheld,
                "listed_until": restored.listed_until,
                "checkpoint": restored.head.checkpoint,
            }
        )
        return 1 if restored.lacking else 0
    if not home.keys.has_vault_key:
        print("密钥里没有 vault.key,姓名读不出来:请找回它放进 keys 文件夹;找不回的见 shilu keys replace --help。")
    print(f"已恢复到 {home.folder}:第 1 到 {restored.head.last} 条,附件和正式结果 {restored.files} 个,和校验点相符。")
    if restored.withheld:
        print(f"照删除名单没有恢复个人信息的:{'、'.join(restored.withheld)};请和当时的删除批件核对。")
    if until := restored.listed_until:
        warning = f"另存的删除名单到 {until} 为止:这一天以后才删除的个人信息会跟着恢复"
        print(f"{warning};有更新的名单,请清空后加 --forgotten 重做。")
    else:
        print("没有另存的删除名单:这份备份以后才删除的个人信息会跟着恢复;有名单的,请清空后加 --forgotten 重做。")
    print_lacking(restored.lacking)
    return 1 if restored.lacking else 0
