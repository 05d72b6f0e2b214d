"""The routes of the interface that write, collected."""

from fastapi import APIRouter

from api.interface import (
    accounts,
    acts,
    corrections,
    evidence,
    handing_in,
    persons,
    review_steps,
    rotation_months,
    statement_steps,
    workbooks,
)

WRITING: tuple[APIRouter, ...] = (
    handing_in.routes,
    acts.routes,
    corrections.routes,
    evidence.routes,
    workbooks.routes,
    statement_steps.routes,
    review_steps.routes,
    rotation_months.routes,
    persons.routes,
    accounts.routes,
)
