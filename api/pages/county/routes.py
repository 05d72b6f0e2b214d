"""The routes of the county's room, in one list."""

from fastapi import APIRouter

from api.pages.county import board_routes, charts_routes, list_routes, reports_routes

ROUTES: tuple[APIRouter, ...] = (board_routes.routes, reports_routes.routes, list_routes.routes, charts_routes.routes)
