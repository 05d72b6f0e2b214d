"""Accounts: who somebody is, which roles they hold, what these let them do; passwords, sessions and tokens."""
