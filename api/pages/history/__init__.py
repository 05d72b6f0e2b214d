"""历年积分: all terms of a teacher or a school."""
