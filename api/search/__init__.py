"""People found by name, pinyin, initials or code."""
