"""评审: the room of rounds of review: announced, applied for, checked, judged, listed, on notice, decided, closed."""
