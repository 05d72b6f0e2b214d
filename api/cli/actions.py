"""Commands of several actions (`shilu statement draft`, `shilu keys show` …): the one meant is parsed and run."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import NamedTuple

from api.cli.arguments import Parser
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse


class Action(NamedTuple):
    """One of the things that can be done: what people call it, an example, its options, and the doing."""

    what: str
    example: str
    add: Callable[[Parser], None]
    run: Callable[[Namespace], int]


def run_action(
    command: str, what: str, actions: Mapping[str, Action], arguments: list[str], plain: str = "text"
) -> int:
    """Do the action that the arguments begin with, each with `--format PLAIN|json`. Raises Misuse for another."""
    name = arguments[0] if arguments else ""
    if name not in actions:
        _whole(command, what, actions).parse_args(arguments[:1])  # shows the help, or refuses
        raise Misuse("bad-arguments", f"{command} 没有“{name}”这个动作;{did_you_mean(name, actions)}。")
    action = actions[name]
    parser = Parser(f"{command} {name}", action.what, action.example)
    action.add(parser)
    parser.add_format(plain, "json")
    return action.run(parser.parse_args(arguments[1:]))


def no_options(parser: Parser) -> None:
    """For an action without options of its own."""


def _whole(command: str, what: str, actions: Mapping[str, Action]) -> Parser:
    """The parser of the command as a whole, for its help."""
    width = max(map(len, actions))
    listed = "\n".join(f"  {name:<{width}}  {action.what}" for name, action in actions.items())
    first = next(iter(actions.values()))
    parser = Parser(command, f"{what}动作:\n{listed}\n\n每个动作加 --help 看选项和例子。", first.example)
    parser.add_argument("action", metavar="动作", help="做什么,见上")
    return parser
