"""Honours, awards, titles and certificates as Open Badges 3.0: issued, checked by anybody, taken back."""
