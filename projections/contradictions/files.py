"""One person in two files: the same ID number under two teacher codes."""

from collections import defaultdict
from collections.abc import Iterator

from ledger.records.record import TeacherId
from ledger.spelling import squeeze
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Material


def two_files(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each ID number under several codes; its key is the lowest of these codes.

    Never the number: whoever knows how ids are made could try all of them. Codes that were merged are one file.
    """
    holders: defaultdict[str, list[TeacherId]] = defaultdict(list)
    for teacher, number in material.id_numbers.items():
        if number and material.person(teacher) == teacher:
            holders[squeeze(number).upper()].append(teacher)
    for same in holders.values():
        if len(same) > 1:
            codes = sorted(same)
            says = f"教师编号 {'、'.join(codes)} 登记的是同一个身份证号;若是同一人,请合并档案。"
            rows = [material.rows_of_teachers[code][-1] for code in codes if code in material.rows_of_teachers]
            days = {row.record.in_effect for row in rows}
            yield contradiction(What.TWO_FILES, (codes[0],), says, codes, rows, days)
