"""What the interface answers, as its description (OpenAPI) tells it; tests hold the answers to these."""
