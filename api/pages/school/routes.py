"""The routes of the school's room, in one list."""

from fastapi import APIRouter

from api.pages.school import inbox_routes, list_routes, mending_routes, workbook_routes

ROUTES: tuple[APIRouter, ...] = (inbox_routes.routes, mending_routes.routes, workbook_routes.routes, list_routes.routes)
