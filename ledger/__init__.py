"""The write side: what can happen, what may be written, and the book it is written in."""
