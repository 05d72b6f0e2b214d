"""The checks of a pack, one file for each kind of part and each kind of clause."""
