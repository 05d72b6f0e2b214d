"""A refusal as it is said on the web: without the commands and options that only whoever types them can use."""

import re

from ledger.refusals import Refused

IN_PLACE = "请在网页上办理,办不了的请找系统管理员。"
"""Said where nothing else is left of what to do."""

_TYPED = re.compile(r"\bshilu [a-z]|(?<![-\w])--[a-z]|\bSHILU_[A-Z]")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_SENTENCE = re.compile(r"[^;；。]*[;；。]?")
_PHRASE = re.compile(r"[^,，]+[,，]?")


def for_the_web(message: str) -> str:
    """The same sentence, without the phrases in which a command or an option is named."""
    if not _TYPED.search(message):
        return message
    said = _ASIDE.sub(lambda aside: "" if _TYPED.search(aside[0]) else aside[0], message)
    kept = [_phrases(one[0]) for one in _SENTENCE.finditer(said) if one[0]]
    lost = any(not one for one in kept)
    told = "".join(one for one in kept if one).rstrip(";；。,， ")
    return f"{told}。{IN_PLACE}" if lost and told else f"{told}。" if told else IN_PLACE


def plainly(refused: Refused) -> Refused:
    """A refusal in such words."""
    said = for_the_web(refused.message)
    if said == refused.message:
        return refused
    return refused.__class__(refused.code, said, see=refused.see, fields=refused.fields)


def _phrases(sentence: str) -> str:
    """A sentence without the phrases that name what is typed; empty where nothing else is said."""
    end = sentence[-1] if sentence[-1] in ";；。" else ""
    phrases = [one[0] for one in _PHRASE.finditer(sentence.rstrip(";；。")) if not _TYPED.search(one[0])]
    said = "".join(phrases).rstrip(",， ")
    return said + end if said else ""
