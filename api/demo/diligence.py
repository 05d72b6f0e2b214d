"""How conscientious each plain teacher is, so that every rule finds some who meet it, some who do not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from enum import Enum

from api.demo.form import Teacher
from api.demo.staff import PLAIN


class Diligence(Enum):
    """Four ways through a term."""

    MODEL = "does all that is asked"
    QUIET = "does all that is asked, with poor grades in the monthly checks"
    USUAL = "falls a little short here and there"
    SLACK = "falls short"


def diligence_of(rng: random.Random, teachers: Sequence[Teacher]) -> dict[str, Diligence]:
    """The diligence of each plain teacher, by code."""
    deal = [Diligence.MODEL] * 5 + [Diligence.QUIET] * 2 + [Diligence.USUAL] * 10 + [Diligence.SLACK] * 3
    plain = [t.code for t in teachers if t.post in PLAIN]
    dealt = (deal * (len(plain) // len(deal) + 1))[: len(plain)]
    if len(plain) < len(deal):
        dealt = [list(Diligence)[n % 4] for n in range(len(plain))]
    rng.shuffle(dealt)
    return dict(zip(plain, dealt, strict=True))


def faultless(diligence: Diligence) -> bool:
    """Whether every quota is met."""
    return diligence in (Diligence.MODEL, Diligence.QUIET)
