"""The routes of the teacher's room."""

from fastapi import APIRouter

from api.pages.teacher import (
    contradiction_routes,
    dossier_routes,
    hand_in_routes,
    my_routes,
    record_routes,
    time_line_routes,
)

ROUTES: tuple[APIRouter, ...] = (
    my_routes.routes,
    hand_in_routes.routes,
    contradiction_routes.routes,
    time_line_routes.routes,
    dossier_routes.routes,
    record_routes.routes,
)
