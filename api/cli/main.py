"""`shilu COMMAND …`: finds the command, runs it, and turns refusals into one sentence and an exit status."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from api.cli.arguments import wants_json
from api.cli.output import print_error
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse, Refused

# Each command's module is imported only when it is asked for: a command that needs no numbers loads none.
COMMANDS = {
    "init": "新建一个空账本",
    "import": "收一份学期工作簿、一张表或已有的名单",
    "append": "收一份记录文件,每行一条 JSON",
    "export": "导出账本,每行一条 JSON",
    "replay": "把导出的文件恢复到空账本",
    "schema": "给出记录种类的 JSON Schema",
    "template": "写出一份要填的空工作簿",
    "attest": "审核记录",
    "return": "退回记录",
    "withdraw": "登记人撤回记录",
    "correct": "更正记录",
    "void": "作废记录",
    "object": "当事人提出异议",
    "decide": "处理异议",
    "evidence": "给记录添加附件",
    "person": "删除个人信息,查看身份证号和电话(留下记录)",
    "inbox": "列出一个单位的待办",
    "evaluate": "按考核办法算出一个学期的结果",
    "explain": "说明一个数是怎么来的",
    "history": "一位教师、一所学校的各个学期,每个学期按当时的办法",
    "dossier": "印出一位教师的业务档案",
    "simulate": "假如改一个数或换一个办法,看谁受益、谁受损",
    "packs": "查看、核对考核办法",
    "statement": "把结果定为正式结果:草案、公示、异议、定稿、复算",
    "review": "办一轮职称评审、评优评先:公告、申报、名单、公示、决定、复算",
    "rotations": "列出支教交流和补助",
    "confirm-months": "受援学校成批确认到岗月份",
    "mentorships": "列出师徒结对、活动和考核",
    "pairings": "列出学校结对、活动和年度总结",
    "three-ones": "列出外出培训后还欠的“三个一”",
    "contests": "列出赛事的排名、奖项和剩余名额",
    "contradictions": "列出互相矛盾的记录、先问谁",
    "verify": "逐字节核对账本和由它生成的一切,有没有被改动",
    "receipt": "给出一条记录的凭据",
    "verify-receipt": "只用公钥核对一张凭据,不需要账本",
    "certificate": "颁发、作废、打印证书",
    "credential": "签发一份电子证书(Open Badges 3.0),给出状态清单",
    "verify-credential": "核对一份电子证书,不需要账本",
    "account": "开立账号,授予角色,设密码",
    "keys": "查看、备份到纸上、恢复和更换账本的密钥",
    "checkpoint": "给出账本的校验点,或收下见证单位的联署",
    "witness": "为别的单位的账本作见证",
    "status": "看账本、封存和由账本生成的数据文件、视图到了哪里",
    "rebuild": "由账本重新生成数据文件和视图",
    "backup": "把整个账本备份成一个加密文件,或核对一份备份",
    "restore": "用备份恢复账本",
    "demo": "造一个演示县,或只写出它的工作簿",
    "serve": "在本机打开网页和接口",
    "upgrade": "把早先版本的账本升级成现在的格式",
    "bench": "在这台机器上测速,和其他程序比",
}
_HELP = "用法:shilu 命令 [选项]\n\n命令:\n{commands}\n\n每个命令加 --help 看选项和例子,如:shilu import --help\n"


def run() -> None:
    """The entry point of the `shilu` command.

    Leaves at once when all is written and closed: taking a county's million objects apart one by one before
    the end costs half a second (docs/benchmarks.md) and gives nothing back that the system does not. For the
    same reason nobody looks for circles meanwhile, but in a server, which stays.
    """
    if sys.argv[1:2] != ["serve"]:
        gc.disable()
    status = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError, ValueError):  # nobody reads any more, or it is closed already
            stream.flush()
    os._exit(status)


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status: 0 done, 1 refused or found wrong, 2 misuse."""
    as_json = wants_json(arguments)
    try:
        if not arguments or arguments[0] in ("-h", "--help", "help"):
            width = max(map(len, COMMANDS))
            listed = "\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items())
            sys.stdout.write(_HELP.format(commands=listed))
            return 0
        if arguments[0] in ("-V", "--version"):
            from importlib.metadata import version  # slow to load, and only asked for here

            sys.stdout.write(f"shilu {version('shilu')}\n")
            return 0
        name = arguments[0]
        if name not in COMMANDS:
            raise Misuse("unknown-command", f"没有“{name}”这个命令;{did_you_mean(name, COMMANDS)}。")
        command = import_module(f"api.cli.{name.replace('-', '_')}_command")
        status: int = command.run(list(arguments[1:]))
        return status
    except Refused as refused:
        print_error(refused, as_json=as_json)
        return 2 if isinstance(refused, Misuse) else 1
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has stopped, as `head` does
        return 0
    except KeyboardInterrupt:
        print_error(Refused("interrupted", "已中断;没有写完的那一批不会留下,可以重新运行。"), as_json=as_json)
        return 1
    except Exception as error:
        from ledger.store.faults import storage_fault  # loads the event store, which many commands do without

        if not (fault := storage_fault(error)):
            raise
        print_error(fault, as_json=as_json)
        return 1
