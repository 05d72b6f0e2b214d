"""Processes: the rules that span records, each in the file named after its process."""
