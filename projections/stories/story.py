"""A file of stories, read: the county they share, and of each what it says, when it is asked and what is expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.nearest import did_you_mean
from ledger.on_disk import why
from ledger.refusals import Refused
from projections.canonical import as_json
from projections.language.yaml_text import Path as Place
from projections.language.yaml_text import YamlFault, YamlText, read_yaml

SHARED = ("terms", "calendar", "schools", "teachers", "records")
"""What a story adds to what the file says for all."""

_ASKED = ("says", "term", "as_of", "known_at", "historical", "expect")
_STORY, _FILE = (*SHARED, *_ASKED, "asks"), (*SHARED, *_ASKED, "asks", "stories", "pack")


@dataclass(frozen=True)
class StoryFailure:
    """One thing that is not as a story says: where it stands, of whom, which answer, expected and found.

    `code` is `story-fails`, or says why the story could not be told at all.
    """

    file: str
    line: int
    story: str
    code: str
    message: str
    teacher: str = ""
    path: str = ""
    expected: Any = None
    actual: Any = None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {**vars(self), "expected": as_json(self.expected), "actual": as_json(self.actual)}


class Untold(Exception):
    """A story that cannot be told: the place at fault, a stable code and a sentence."""

    def __init__(self, place: Place, code: str, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Ask:
    """One question of a story: over which term, on which day, by what was known when; and the answers expected."""

    place: Place
    values: Mapping[str, Any]

    @property
    def expect(self) -> Any:
        """The answers expected, by subject."""
        return self.values.get("expect") or {}


@dataclass(frozen=True)
class Story:
    """One story: its place in the file, what it says, and its sections, those of the whole file first."""

    file: "StoryFile"
    place: Place
    says: str
    sections: Mapping[str, list[tuple[Any, Place]]]
    asks: list[Ask]

    def named(self, section: str) -> Iterator[tuple[str, Any, Place]]:
        """The entries of a section that are given by name.

        In a list an entry is a mere name, with nothing said, or its fields, of which the first is the name.
        """
        for values, place in self.sections[section]:
            if isinstance(values, list):
                for number_, item in enumerate(values):
                    name = next(iter(item.values()), "") if isinstance(item, Mapping) else item
                    yield str(name), item if isinstance(item, Mapping) else None, (*place, number_)
            elif isinstance(values, Mapping):
                for name, said in values.items():
                    yield name, said, (*place, name)
            else:
                raise Untold(place, "wrong-value", f"{section} 应写成“名称: 内容”,或名称的列表;请改正。")

    def listed(self, section: str) -> Iterator[tuple[Any, Place]]:
        """The items of a section that is a list."""
        for values, place in self.sections[section]:
            if not isinstance(values, list):
                raise Untold(place, "wrong-value", f"{section} 应是列表,每项以“-”开头;请改正。")
            yield from ((one, (*place, number_)) for number_, one in enumerate(values))

    def failure(self, place: Place, code: str, message: str, **more: Any) -> StoryFailure:
        """A failure of this story at a place."""
        return StoryFailure(self.file.name, self.file.text.line(place), self.says, code, message, **more)


@dataclass
class StoryFile:
    """A file of stories, and what is wrong with it as a text."""

    name: str
    text: YamlText = field(default_factory=lambda: YamlText({}))
    pack: str = ""
    stories: list[Story] = field(default_factory=list)
    failures: list[StoryFailure] = field(default_factory=list)

    def fault(self, place: Place, code: str, message: str) -> None:
        """Note what is wrong with the file itself."""
        self.failures.append(StoryFailure(self.name, self.text.line(place), "", code, message))


def read_stories(path: Path) -> StoryFile:
    """The stories in a file. Raises Refused `unreadable-file`."""
    file = StoryFile(str(path))
    try:
        file.text = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused("unreadable-file", f"无法读取 {path}:{why(error)};请核对路径。") from error
    except UnicodeDecodeError:
        file.fault((), "bad-yaml", "文件不是 UTF-8 编码;请另存为 UTF-8。")
        return file
    except YamlFault as fault:
        file.failures.append(StoryFailure(str(path), fault.line, "", "bad-yaml", f"{fault.message};请检查缩进和引号。"))
        return file
    values = file.text.values
    if not isinstance(values, Mapping):
        file.fault((), "wrong-value", "故事文件应是“名称: 内容”的样子;请参照已有的故事文件。")
        return file
    _check_names(file, values, _FILE, ())
    file.pack = str(values.get("pack") or "")
    told = values.get("stories")
    if told is None:
        file.stories.append(_story(file, values, (), shared={}))
    elif not isinstance(told, list):
        file.fault(("stories",), "wrong-value", "stories 应是列表,每个故事以“- says: …”开头;请改正。")
    else:
        for number_, one in enumerate(told):
            place: Place = ("stories", number_)
            if not isinstance(one, Mapping):
                file.fault(place, "wrong-value", "一个故事应是“名称: 内容”的样子;请改正。")
                continue
            _check_names(file, one, _STORY, place)
            file.stories.append(_story(file, one, place, shared=values))
    for story in [story for story in file.stories if not any(ask.expect for ask in story.asks)]:
        file.stories.remove(story)
        file.fault(story.place, "nothing-expected", f"故事“{story.says}”没有写 expect;请写明谁应得出什么。")
    return file


def _story(file: StoryFile, values: Mapping[str, Any], place: Place, *, shared: Mapping[str, Any]) -> Story:
    sections: dict[str, list[tuple[Any, Place]]] = {name: [] for name in SHARED}
    for name in SHARED:
        if shared.get(name):
            sections[name].append((shared[name], (name,)))
        if values.get(name):
            sections[name].append((values[name], (*place, name)))
    common = {name: shared[name] for name in ("term", "as_of", "known_at", "historical") if name in shared}
    own = {**common, **{name: value for name, value in values.items() if name in _ASKED}}
    asks = [Ask(place, own)] if "expect" in own else []
    for number_, one in enumerate(values.get("asks") or []):
        asks.append(Ask((*place, "asks", number_), {**own, "expect": None, **one}))
    return Story(file, place, str(values.get("says") or f"第 {file.text.line(place)} 行的故事"), sections, asks)


def _check_names(file: StoryFile, values: Mapping[str, Any], known: tuple[str, ...], place: Place) -> None:
    for name in values:
        if name not in known:
            file.fault((*place, name), "unknown-field", f"故事里不认识“{name}”;{did_you_mean(name, known)}。")
