"""Agreements for programs."""

from qiao.agreements.rest.calls import READ, router

__all__ = ["READ", "router"]
