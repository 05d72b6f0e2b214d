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
