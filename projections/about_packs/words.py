"""The parts and fields of a pack in the words that officers use, and its formulas with the names spelled out."""

import re
from collections.abc import Mapping
from typing import Any

from projections.labels import label
from projections.language.pack import Pack

Way = tuple[str, ...]
"""The names that lead to a field."""

_SECTIONS = {
    "tables": "分值表",
    "scales": "分段表",
    "values": "数值",
    "subjects": "考核对象",
    "people": "人群",
    "windows": "时间段",
    "rosters": "名册",
    "measures": "计量",
    "pools": "合池",
    "totals": "合计",
    "earlier": "往期",
    "clauses": "条款",
}
_FIELDS = {
    "title": "名称",
    "issuer": "发文单位",
    "document": "文件",
    "name": "名称",
    "date": "日期",
    "number": "文号",
    "jurisdiction": "适用层级",
    "status": "状态",
    "in_force": "施行",
    "from": "起",
    "to": "止",
    "conventions": "通则",
    "builds_on": "以何办法为基础",
    "overrides": "改定",
    "version": "版本",
    "id": "代号",
    "says": "内容",
    "zh": "中文",
    "en": "英文",
    "source": "出处",
    "section": "章节",
    "origin": "来源",
    "covers": "编号",
    "kind": "种类",
    "trace": "留痕",
    "readings": "读法",
    "examples": "算例",
    "for": "适用对象",
    "when": "前提",
    "per": "按谁",
    "done": "已做",
    "target": "应做",
    "sense": "怎样算完成",
    "due": "期限",
    "parts": "项目",
    "value": "算法",
    "weight": "权重",
    "at_least": "下限",
    "at_most": "上限",
    "rounding": "取舍",
    "conditions": "条件",
    "if": "条件",
    "judged_on": "评定日",
    "amount": "金额",
    "rows": "分值",
    "otherwise": "其余",
    "by": "按",
    "of": "记录",
    "unit": "单位",
    "within": "时间范围",
    "where": "计数条件",
    "once_per": "每项只计一次",
    "caps": "上限",
    "best": "取最好的几项",
    "shares": "依次各按几成",
    "drop": "去掉最高、最低的",
    "if_more_than": "多于几条才去掉",
    "each_period": "经过的每期各算一次",
    "in_a_row": "只数最长的连续几期",
    "is": "取值",
    "records": "计入的记录",
    "weekdays": "上课的星期",
    "grade_bands": "级段",
    "gates": "不计分的情形",
    "exempt": "免做的情形",
    "deemed_met": "视同完成的情形",
    "bars": "否决",
    "places": "名额",
}
_WORDS = {
    "in_force": "施行中",
    "historical": "历史",
    "document": "文件规定",
    "local_default": "本地约定",
    "half_up_0": "四舍五入到整数",
    "half_up_1": "四舍五入到一位小数",
    "half_up_2": "四舍五入到两位小数",
    "half_up_3": "四舍五入到三位小数",
    "attested": "只计已审核的",
    "all": "全部都计",
}
_WORDED = ("status", "origin", "rounding", "records")
_FORMULAS = ("if", "done", "target", "value", "when", "amount", "judged_on", "at_least", "at_most", "weight", "due")
_FUNCTIONS = {
    "min": "取小", "max": "取大", "ceil": "进一取整", "floor": "去尾取整", "if": "如果", "and": "且", "or": "或",
    "not": "非", "in": "属于", "days_after": "天后", "months_after": "个月后", "years_after": "年后",
}  # fmt: skip
_INNER = str.maketrans("“”", "‘’")
_NAME = re.compile(r'"[^"]*"|[^\W\d]\w*(?:\.\w+)*')


def section_in_words(section: str) -> str:
    """What a section of a pack is called."""
    return _SECTIONS.get(section, section)


def called(part: Any) -> str:
    """What a part says of itself, in brackets; nothing where it says nothing."""
    says = part.get("says") if isinstance(part, Mapping) else None
    return f"({says['zh']})" if isinstance(says, Mapping) else ""


def way_in_words(way: Way) -> str:
    """The way to a field: 项目 observation 的算法."""
    words = [f"第 {int(one) + 1} 项" if one.isdigit() else _FIELDS.get(one, f" {one} ") for one in way]
    return "的".join(words).strip()


def value_in_words(pack: Pack, way: Way, value: Any) -> str:
    """A value that stands at the end of a way; formulas with the names that people know."""
    name = way[-1] if way else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        if name in _WORDED:
            return _WORDS.get(value, value)
        return f"“{formula_in_words(pack, value).translate(_INNER) if name in _FORMULAS else value}”"
    if isinstance(value, Mapping):
        inner = [
            f"{_FIELDS.get(str(key), str(key))}:{value_in_words(pack, (str(key),), one)}" for key, one in value.items()
        ]
        return f"({'、'.join(inner)})"
    if isinstance(value, list):
        return f"({'、'.join(value_in_words(pack, way, one) for one in value)})"
    return "空" if value is None else str(value)


def formula_in_words(pack: Pack, text: str) -> str:
    """A formula with its names as people call them."""

    def spelled(match: re.Match[str]) -> str:
        name = match[0]
        return name if name.startswith('"') else _FUNCTIONS.get(name) or label(pack, name)

    return _NAME.sub(spelled, text)
