"""The room of contests: what the office announces, judges score, and everybody may see who won."""
