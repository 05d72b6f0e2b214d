"""Backups: the whole ledger, its keys apart, in one encrypted file; proved, and restored from it."""
