"""Recorders and mapper for the eventsourcing library: where and how the book is kept."""
