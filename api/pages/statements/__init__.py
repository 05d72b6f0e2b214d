"""The room of results made official: drafted, on public notice, objected to, final; the notice for everybody."""
