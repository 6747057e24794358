"""Statements that are asked all day in the same form: written once by Django, then kept (ADR 37)."""

from qiao.statements.asking import Question
from qiao.statements.writing import insert, update, write

__all__ = ["Question", "insert", "update", "write"]
