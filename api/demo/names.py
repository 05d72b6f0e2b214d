"""Names of made-up people, villages and townships."""

from __future__ import annotations

import random

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    "方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
)
_TRICKY_SURNAMES = ("单", "曾", "仇", "解", "查", "盖", "欧阳", "尉迟", "司马", "诸葛")
"""Read otherwise as a surname than in a sentence, or two characters long."""

_FIRST = "建国文志明秀海晓雪春立佳思雨子嘉俊婉清永宏瑞锦书若景向乐望守承启昭"
_SECOND = "华英杰敏芳兰平军涛丽静霞辉玲强伟宁怡涵轩萱航博妍悦彤彬楠桐霖菲禾松岚远珍"
_RARE = ("喆", "彧", "翀", "堃", "赟", "龑", "㛃", "䶮", "𬀩", "𬭚", "祎", "媖", "昪", "旻")
"""Rare, and in part outside the first plane of Unicode: what old systems printed as boxes."""

_PLACE_FIRST = "槐柳枣桑榆松石白清双长新古南北东西大小高桃杏芦荷"
_PLACE_SECOND = "林渡桥河岗湾口庙铺寨楼集营店坡沟堂井"


def people(rng: random.Random, count: int) -> list[str]:
    """As many names as asked for; some rare, and within the first dozen one that two people bear.

    From thirty people on a second name is shared by two, from sixty on a third by three.
    """
    names = [_person(rng, number) for number in range(count)]
    shared: list[tuple[int, ...]] = [(2, 9)]
    if count >= 30:
        shared.append((17, 26))
    if count >= 60:
        shared.append((33, 44, 58))
    for bearers in shared:
        for bearer in bearers[1:]:
            names[bearer] = names[bearers[0]]
    return names


def _person(rng: random.Random, number: int) -> str:
    surname = rng.choice(_TRICKY_SURNAMES) if number % 17 == 5 else rng.choice(_SURNAMES)
    if number % 13 == 7:
        return surname + rng.choice(_FIRST) + rng.choice(_RARE)
    if number % 4 == 1:
        return surname + rng.choice(_SECOND)
    return surname + rng.choice(_FIRST) + rng.choice(_SECOND)


def places(rng: random.Random, count: int) -> list[str]:
    """As many names of villages or townships as asked for, all different."""
    pairs = [first + second for first in _PLACE_FIRST for second in _PLACE_SECOND]
    rng.shuffle(pairs)
    numbers = ["", *map(str, range(2, -(-count // len(pairs)) + 1))]
    return [pair + number for number in numbers for pair in pairs][:count]
