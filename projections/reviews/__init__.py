"""评审: how a round of review went, what the record gives each applicant, who is listed and why, derived again."""
