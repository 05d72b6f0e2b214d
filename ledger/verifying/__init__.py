"""Everything that is kept read again: whether it is what was recorded, byte for byte."""
