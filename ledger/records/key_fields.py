"""The fields by which the book knows a record again: those that its natural key, stream and part are made of."""

from functools import cache

from ledger.records.record import Record


@cache
def key_fields(record: type[Record]) -> frozenset[str]:
    """The fields that name a record among those of its kind, read off the methods that make its keys."""
    named: set[str] = set()
    for method in (record.natural_key, record.stream_key, record.part_key):
        named |= set(method.__code__.co_names)
    return frozenset(named & set(record.__struct_fields__))


@cache
def part_fields(record: type[Record]) -> list[str]:
    """The fields that say which part of its entry a record is: two are of one part if these say the same."""
    named = record.part_key.__code__.co_names
    return [name for name in record.__struct_fields__ if name in named]
