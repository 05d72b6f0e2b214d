"""Fact files made directly, of a county that never was: as large as one likes, in a minute or two, without a book."""
