"""The routes of the room of reviews."""

from fastapi import APIRouter

from api.pages.reviews import (
    announce_routes,
    application_routes,
    check_routes,
    panel_routes,
    public_routes,
    ranking_routes,
    routes,
)

ROUTES: tuple[APIRouter, ...] = (
    announce_routes.routes,
    routes.routes,
    application_routes.routes,
    check_routes.routes,
    panel_routes.routes,
    ranking_routes.routes,
    public_routes.routes,
)
