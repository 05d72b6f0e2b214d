"""The interchange form: records and events as lines of JSON, one a line (docs/interchange.md)."""
