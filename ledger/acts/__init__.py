"""What may be done to a record after it was recorded, and by whom."""
