"""`shilu keys …`: the ledger's keys shown, put on paper, made anew from paper, replaced."""

import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.cli.acting import add_who, who
from api.cli.actions import Action, no_options, run_action
from api.cli.arguments import Parser
from api.cli.key_argument import public_key
from api.cli.output import print_json
from api.cli.reading import text_of
from api.cli.seal_told import seal_told_once
from ledger.checkpoint import body_of, parse_checkpoint
from ledger.home import KEYS, SEAL, Home
from ledger.keys import SEAL_PUBLIC, Keys, Step, read_paper
from ledger.keys.key_files import BACKUP_PUBLIC
from ledger.refusals import Misuse, Refused
from ledger.seal import CHECKPOINT
from ledger.spelling import tidy
from ledger.witness import Cosigned

_SEAL, _VAULT, _BACKUP = "seal", "vault", "backup"


def run(arguments: list[str]) -> int:
    """Do one thing with the keys."""
    return run_action("keys", "账本的密钥:姓名库、签名、备份三把,存在 keys 文件夹里。", _ACTIONS, arguments)


def _show(asked: Namespace) -> int:
    home = Home.from_environment()
    home.check_whole()
    keys = home.keys
    told = _told(home)
    if asked.format == "json":
        print_json(told)
        return 1 if told["unfit"] else 0
    if told["origin"] or not told["unfit"]:
        print(f"账本名:{keys.origin}")
        print(f"公钥(给别的单位核对用,文件 {keys.folder / 'seal.pub'}):\n  {keys.verifier_key or '没有找到'}")
    if told["backup_recipient"] or not told["unfit"]:
        print(f"备份的收件公钥:{told['backup_recipient'] or '没有找到'}")
    for name in told["unfit"]:
        print(
            f"公钥 {name} 和它旁边的密钥不是一对,被改动或换过,不要交给别人;"
            "请从备份放回原来的,或把它移开后用密钥纸质副本运行 shilu keys restore。"
        )
    for step in keys.steps:
        how = "旧密钥丢失,没有它的签名" if step.lost else "由旧密钥签名交接"
        print(f"第 {step.number} 次更换:{step.on},账本 {step.size} 条时,{how};{step.reason}")
    if keys.steps:
        print(f"新旧公钥的交接记录(可以给出):{keys.folder / 'succession'}")
    for name in told["missing"]:
        print(f"缺 {keys.folder / name}:请用密钥纸质副本运行 shilu keys restore。")
    _say_paper(keys)
    return 1 if told["unfit"] else 0


def _told(home: Home) -> dict[str, Any]:
    keys = home.keys
    names = ("vault.key", "seal.key", "backup.key")
    unfit = _unfit(home)
    sound = f"{KEYS}/{SEAL_PUBLIC}" not in unfit
    try:
        recipient = keys.backup_recipient if f"{KEYS}/{BACKUP_PUBLIC}" not in unfit else ""
    except Refused:
        recipient = ""
    return {
        "origin": keys.origin if sound else "",
        "verifier_key": keys.verifier_key if sound else "",
        "verifier_keys": list(keys.verifier_keys) if sound else [],
        "unfit": unfit,
        "backup_recipient": recipient,
        "witnesses": list(Cosigned(home.folder / "seal" / "cosigned", keys).witnesses),
        "replaced": [_step(step) for step in keys.steps],
        "missing": [name for name in names if not (keys.folder / name).exists()],
        "paper": str(keys.unprinted_paper or "") or None,
    }


def _unfit(home: Home) -> list[str]:
    """The public key files that are not of the keys beside them, or where those are lost, not of the ledger's seal."""
    unfit = home.keys.unfit_public_keys()
    with suppress(Refused, OSError):
        sealed = parse_checkpoint(body_of((home.folder / SEAL / CHECKPOINT).read_bytes())).origin
        if not unfit and home.keys.origin not in ("", sealed):
            unfit.append(f"{KEYS}/{SEAL_PUBLIC}")
    return unfit


def _step(step: Step) -> dict[str, Any]:
    told = ("number", "old", "new", "on", "size", "reason", "lost")
    return {name: getattr(step, name) for name in told}


def _print_paper(parser: Parser) -> None:
    parser.add_argument("--print", action="store_true", dest="shown", help="把纸质副本印到标准输出,不写文件")


def _paper(asked: Namespace) -> int:
    home = Home.from_environment()
    home.check_whole()
    today = _today(home)
    if asked.shown:
        text = home.keys.paper_copy().text(today)
        if asked.format == "json":
            print_json({"paper": text})
        else:
            sys.stdout.write(text)
        return 0
    path = home.keys.write_paper(today)
    if asked.format == "json":
        print_json({"file": str(path)})
    else:
        _say_paper(home.keys)
    return 0


def _paper_file(parser: Parser) -> None:
    parser.add_argument("paper", type=Path, metavar="文件", help="照纸打成的文本文件;- 表示从标准输入读")


def _restore(asked: Namespace) -> int:
    home = Home.from_environment()
    try:
        home.check_whole()
    except Misuse as missing:
        if missing.code != "key-lost":
            raise
    checkpoint = home.folder / "seal" / "checkpoint"
    written = checkpoint.read_text(encoding="utf-8", errors="replace") if checkpoint.is_file() else ""
    paper = read_paper(text_of(asked.paper))
    made, older = home.keys.restore(paper, written)
    if asked.format == "json":
        print_json({"made": made, "older": older})
        return 0
    print(f"已恢复 {'、'.join(made)}。" if made else "没有恢复什么。" if older else "密钥都在,没有要恢复的。")
    if older:
        print(f"纸上的 {'、'.join(older)} 是更换以前的,没有恢复;请找更换以后打印的那一页,没有就用 shilu keys replace。")
    return 0


def _replacing(parser: Parser) -> None:
    parser.add_argument(
        "--key",
        choices=[_SEAL, _VAULT, _BACKUP],
        default=_SEAL,
        help="换哪一把:seal 签名(默认)、vault 姓名库(只在丢失以后)、backup 备份",
    )
    parser.add_argument(
        "--reason", default="", metavar="理由", help="为什么更换(必填,永久保存并随公钥交给别人;不写姓名)"
    )
    parser.add_argument("--lost", action="store_true", help="旧密钥和纸质副本都没有了")
    parser.add_argument("--old", default="", metavar="公钥|文件", help="seal.pub 也丢失时:给出过的旧公钥")
    add_who(parser)


def _replace(asked: Namespace) -> int:
    if not tidy(asked.reason):
        raise Refused("no-reason", "更换密钥要写明理由;请用 --reason 写一句。")
    home = Home.from_environment()
    if asked.key == _VAULT:
        return _replace_vault(home, asked)
    with seal_told_once(), home.opened() as ledger:
        keys, today = ledger.keys, ledger.book.today()
        if asked.key == _BACKUP:
            aside = keys.renew_backup_key(today)
            paper = keys.write_paper(today)
            told = {"backup_recipient": keys.backup_recipient, "old_key": str(aside or "") or None, "paper": str(paper)}
            said = f"已换备份密钥。{f'旧密钥存为 {aside},以前的备份还要用它。' if aside else ''}"
        else:
            if asked.old:
                keys.trust_old(public_key(asked.old), ledger.seal.checkpoint or "")
            from api.desk.key_changes import replace_signing_key

            step = replace_signing_key(ledger, who(asked), tidy(asked.reason), lost=asked.lost)
            if (access := home.seal_of_access(ledger)).checkpoint:
                access.sign_anew()
            told = {**_step(step), "paper": str(keys.unprinted_paper or "") or None}
            said = _said_of(step, keys)
        if asked.format == "json":
            print_json(told)
            return 0
        print(said)
        _say_paper(keys)
    return 0


def _said_of(step: Step, keys: Keys) -> str:
    said = f"已换签名密钥(账本 {step.size} 条时)。新公钥:\n  {step.new}\n"
    if step.lost:
        return said + (
            "旧密钥没有签名,别的单位凭旧公钥认不出新公钥:请书面告知,并请见证单位核对后运行 "
            "shilu witness trust 新公钥 --lost。"
        )
    return said + f"请把新公钥和 {keys.folder / 'succession'} 交给持有旧公钥的单位。以前的收据和校验点仍用旧公钥核对。"


def _replace_vault(home: Home, asked: Namespace) -> int:
    if not asked.lost:
        raise Misuse(
            "bad-arguments", "姓名库密钥只在它或姓名库丢失以后更换;确实丢失,纸质副本或备份也没有,请加 --lost。"
        )
    from api.desk.key_changes import renew_vault

    aside, people = renew_vault(home, who(asked), tidy(asked.reason))
    with home.opened() as ledger:
        paper = ledger.keys.write_paper(ledger.book.today()) if ledger.keys.signer() else None
    if asked.format == "json":
        print_json({"people": people, "aside": str(aside), "paper": str(paper or "") or None})
        return 0
    if not aside.is_file():
        print("已换姓名库密钥,姓名库从空的开始:原来的姓名库不在,没有可以另存的。")
    else:
        print(f"已换姓名库密钥,{people} 人的姓名打不开了,封存着的原样另存为 {aside}(确认找不回旧密钥后删去)。")
    print("记录都在教师编号名下,不受影响。请重新收一份有“教师”表的工作簿,姓名就回来了。")
    _say_paper(home.keys)
    return 0


def _say_paper(keys: Keys) -> None:
    if keys.unprinted_paper:
        print(f"密钥纸质副本在 {keys.unprinted_paper}:请打印、装信封、存保险柜,然后删除这个文件。")


def _today(home: Home) -> Any:
    with home.opened() as ledger:
        return ledger.book.today()


_ACTIONS = {
    "show": Action("显示公钥、更换经过和还缺什么", "shilu keys show", no_options, _show),
    "paper": Action("另写一份密钥纸质副本,打印后存保险柜", "shilu keys paper", _print_paper, _paper),
    "restore": Action("照纸质副本恢复丢失的密钥文件", "shilu keys restore 照纸打的.txt", _paper_file, _restore),
    "replace": Action(
        "更换密钥:签名密钥由旧的签名交给新的", "shilu keys replace --reason 密钥用满三年", _replacing, _replace
    ),
}
