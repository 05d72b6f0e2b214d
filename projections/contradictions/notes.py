"""The same notes word for word in many records of lessons observed."""

from collections import defaultdict
from collections.abc import Iterator

from ledger.records.lesson import LessonObserved
from ledger.spelling import squeeze
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Found, Material
from projections.contradictions.thresholds import SAME_NOTES_CHARACTERS, SAME_NOTES_RECORDS

_QUOTED = 15


def same_notes(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each text, of one observer or of several; its key is the text without white space."""
    by_text: defaultdict[str, list[Found[LessonObserved]]] = defaultdict(list)
    for lesson in material.of(LessonObserved):
        if len(lesson.record.notes) >= SAME_NOTES_CHARACTERS:
            by_text[squeeze(lesson.record.notes)].append(lesson)
    for text, lessons in by_text.items():
        if len(text) >= SAME_NOTES_CHARACTERS and len(lessons) >= SAME_NOTES_RECORDS:
            observers = sorted({material.person(lesson.record.observer) for lesson in lessons})
            says = (
                f"{len(lessons)} 条听课记录的内容一字不差(“{text[:_QUOTED]}……”,{len(text)} 字),"
                f"听课人:{'、'.join(observers[:3])}{f'等 {len(observers)} 人' if len(observers) > 3 else ''}。"
            )
            yield contradiction(
                What.SAME_NOTES,
                (text,),
                says,
                observers,
                lessons,
                [lesson.record.on for lesson in lessons],
                same_notes_characters=SAME_NOTES_CHARACTERS,
                same_notes_records=SAME_NOTES_RECORDS,
            )
