"""The routes of every room of the site, in one list for the application."""

from fastapi import APIRouter

from api.pages.audit import routes as audit_routes
from api.pages.audit import seal_routes
from api.pages.computed import routes as computing_routes
from api.pages.contests import judging_routes, prize_routes
from api.pages.contests import routes as contest_routes
from api.pages.county.routes import ROUTES as COUNTY
from api.pages.credentials import check_routes, own_routes
from api.pages.front import (
    account_routes,
    accounts_routes,
    search_routes,
    second_factor_routes,
    sign_in_routes,
    start_routes,
)
from api.pages.history import routes as history_routes
from api.pages.policies import routes as policy_routes
from api.pages.reviews.rooms import ROUTES as REVIEWS
from api.pages.school.routes import ROUTES as SCHOOL
from api.pages.statements import checking_routes, public_routes
from api.pages.statements import routes as statement_routes
from api.pages.teacher.routes import ROUTES as TEACHER

ROOMS: tuple[APIRouter, ...] = (
    start_routes.routes,
    computing_routes,
    sign_in_routes.routes,
    second_factor_routes.routes,
    account_routes.routes,
    accounts_routes.routes,
    search_routes.routes,
    check_routes.routes,
    own_routes.routes,
    *TEACHER,
    *COUNTY,
    contest_routes.routes,
    judging_routes.routes,
    prize_routes.routes,
    history_routes.routes,
    *REVIEWS,
    policy_routes.routes,
    audit_routes.routes,
    seal_routes.routes,
    public_routes.routes,
    checking_routes.routes,
    statement_routes.routes,
    *SCHOOL,
)
"""A room adds its routers here."""
