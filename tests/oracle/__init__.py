"""A county computed by hand from one workbook, independent of the code that the tests hold against it."""
