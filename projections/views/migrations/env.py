"""How Alembic reaches the tables of the views: over the connection that it is handed."""

from alembic import context

from projections.views.tables import View

context.configure(connection=context.config.attributes["connection"], target_metadata=View.metadata)
with context.begin_transaction():
    context.run_migrations()
