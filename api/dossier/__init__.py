"""Dossiers and certificates as they are printed: PDF, Word, tables, in the order that the county prescribes."""
