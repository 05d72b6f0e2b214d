"""矛盾: records that cannot all be true, reported with why; none is refused for it (docs/contradictions.md)."""
