"""A refusal of an unknown name tells the nearest known ones."""

from ledger.nearest import did_you_mean, nearest

SCHOOLS = ["城关镇第一小学", "城关镇第二小学", "高贤乡中心小学", "老冢镇第一中学"]


def test_the_most_alike_come_first() -> None:
    assert nearest("城关第一小学", SCHOOLS)[0] == "城关镇第一小学"
    assert nearest("高贤中心小学", SCHOOLS)[0] == "高贤乡中心小学"


def test_where_nothing_is_alike_the_first_few_that_exist_are_told() -> None:
    assert nearest("xyz", SCHOOLS) == sorted(SCHOOLS)[:3]


def test_a_name_is_told_once_however_often_it_is_known() -> None:
    assert nearest("城关镇第一小学", ["城关镇第一小学"] * 3) == ["城关镇第一小学"]


def test_the_refusal_ends_with_them_or_says_that_there_are_none_yet() -> None:
    assert did_you_mean("语文组", ["文科组", "理科组"]).startswith("最接近的有:")
    assert "、" in did_you_mean("科组", ["文科组", "理科组"])
    assert did_you_mean("语文组", []) == "目前一个也没有"
