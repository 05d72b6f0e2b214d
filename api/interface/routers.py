"""All routes of the interface, collected."""

from fastapi import APIRouter

from api.interface import (
    contradictions,
    dossiers,
    evaluations,
    events,
    explanations,
    exports,
    histories,
    kinds,
    looked_at,
    packs,
    processes,
    records,
    register,
    reviews,
    sealed,
    searching,
    service,
    simulations,
    statements,
    verifications,
)
from api.interface.writing import WRITING

READING: tuple[APIRouter, ...] = (
    service.routes,
    evaluations.routes,
    explanations.routes,
    histories.routes,
    records.routes,
    dossiers.routes,
    kinds.routes,
    register.routes,
    searching.routes,
    processes.routes,
    contradictions.routes,
    packs.routes,
    simulations.routes,
    statements.routes,
    reviews.routes,
    sealed.routes,
    verifications.routes,
    looked_at.routes,
    exports.routes,
    events.routes,
)
"""What is read; nothing of it writes."""

ROUTES: tuple[APIRouter, ...] = (*READING, *WRITING)
