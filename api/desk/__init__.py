"""The desk where records are handed in, whatever they are written on: checked, written in batches, counted."""
