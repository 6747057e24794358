"""Questions whose SQL stays the same while the values in it change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import models, transaction
from django.db.models.query import ModelIterable, get_related_populators

from qiao.statements.shapes import Single, single, stand_in, standing_in, take_apart

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)
# So many are kept for each connection; the oldest makes room.
MOST = 500


class Question(Generic[M]):
    """Rows of one model, or some of their columns, asked for by ids, numbers, words, moments or days.

    ``ask`` makes the queryset from them; it is called once for each connection and shape of what is asked
    with, and what Django compiled is asked from then on. So it may not look at single values, and none of
    them may decide how the SQL reads::

        CURRENT = Question(lambda request: Hop.objects.filter(request=request, ended_at=None))
        hop = CURRENT.one(request.pk)

    Many numbers, and dataclasses of such values, may be asked with too (``shapes``): a person's scope is one.
    ``ask`` may unite such numbers and look for rows among them; it may not subtract or intersect them.

    Everything else is as with the queryset: joined rows, converted values, locks.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[M, Any]]) -> None:
        self.ask = ask

    def all(self, *values: Any) -> list[M]:
        """Every row, in the order of the queryset."""
        compiled, singles = self._compiled(values)
        return compiled.rows(singles) if compiled else []

    def tuples(self, *values: Any) -> list[tuple[Any, ...]]:
        """Every row of a ``values_list``."""
        compiled, singles = self._compiled(values)
        return compiled.tuples(singles) if compiled else []

    def first(self, *values: Any) -> M | None:
        """The first of them; whoever asks for one should have written ``[:1]``."""
        return next(iter(self.all(*values)), None)

    def one(self, *values: Any) -> M:
        """The only one. Raises the model's ``DoesNotExist`` or ``MultipleObjectsReturned``."""
        found = self.all(*values)
        if len(found) == 1:
            return found[0]
        model: Any = self.ask(*values).model
        raise model.MultipleObjectsReturned if found else model.DoesNotExist

    def _compiled(self, values: Sequence[Any]) -> tuple[_Compiled | None, list[Single]]:
        """Kept on the connection, which belongs to one thread and one database, and goes with it."""
        here = transaction.get_connection()
        kept: dict[Hashable, _Compiled | None] = vars(here).setdefault("qiao_statements", {})
        singles: list[Single] = []
        key = (self, *[take_apart(value, singles) for value in values])
        if key not in kept:
            if len(kept) >= MOST:
                kept.pop(next(iter(kept)))
            kept[key] = self._compile(values, here)
        return kept[key], singles

    def _compile(self, values: Sequence[Any], here: BaseDatabaseWrapper) -> _Compiled | None:
        """None if nothing can be found, as among no numbers at all."""
        singles: list[Single] = []
        needed = set()
        for value in values:
            if single(value):
                needed.add(len(singles))
            take_apart(value, singles)
        numbers = count()
        asked = self.ask(*[standing_in(value, numbers) for value in values])
        try:
            compiled = _Compiled(asked, [stand_in(nth, each) for nth, each in enumerate(singles)], here)
        except EmptyResultSet:
            return None
        if not needed <= compiled.taken:
            raise TypeError("a value does not reach the statement as it is")
        return compiled


class _Compiled:
    """What Django's compiler makes of a queryset, with the places where the values go.

    The compiler and its query are let go: they are ten times as large as what is kept of them.
    """

    def __init__(
        self, queryset: models.QuerySet[Any, Any], stand_ins: Sequence[Single], here: BaseDatabaseWrapper
    ) -> None:
        self._here = here
        self._model: Any = queryset.model
        self._locks = queryset.query.select_for_update
        compiler: Any = queryset.query.get_compiler(using=here.alias)
        self._sql, params = compiler.as_sql()
        sent = [self._sent(each) for each in stand_ins]
        self._fill = [(sent.index(given) if given in sent else None, given) for given in params]
        self.taken = {place for place, _given in self._fill}
        select = compiler.select[: compiler.col_count]
        self._converters = list(compiler.get_converters([each[0] for each in select]).items())
        if issubclass(queryset._iterable_class, ModelIterable):
            self._understand(compiler)

    def _sent(self, value: Single) -> Any:
        """As the database takes it."""
        if isinstance(value, datetime):
            return self._here.ops.adapt_datetimefield_value(value)
        return self._here.ops.adapt_datefield_value(value) if isinstance(value, date) else value

    def _understand(self, compiler: Any) -> None:
        """How a row becomes an object: the same that Django works out for every query anew."""
        select, own = compiler.select, compiler.klass_info["select_fields"]
        self._own = slice(own[0], own[-1] + 1)
        self._names = [each[0].target.attname for each in select[self._own]]
        populators: Any = get_related_populators  # the stubs describe a newer Django
        self._joined = populators(compiler.klass_info, select, compiler.using)
        self._annotated = dict(compiler.annotation_col_map)

    def rows(self, values: Sequence[Single]) -> list[Any]:
        """Asks, and makes objects of what comes."""
        return [self._object(row) for row in self._found(values)]

    def tuples(self, values: Sequence[Single]) -> list[tuple[Any, ...]]:
        """Asks, and leaves what comes as it is."""
        return [tuple(row) for row in self._found(values)]

    def _found(self, values: Sequence[Single]) -> Iterable[Sequence[Any]]:
        if self._locks and not self._here.in_atomic_block:
            raise transaction.TransactionManagementError("a lock is held until the end of a transaction")
        params = [given if place is None else self._sent(values[place]) for place, given in self._fill]
        with self._here.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows: list[Sequence[Any]] = cursor.fetchall()
        return map(self._converted, rows) if self._converters else rows

    def _converted(self, row: Sequence[Any]) -> Sequence[Any]:
        """With the values that the database writes in its own way: moments and JSON, mostly."""
        values = list(row)
        for place, (converters, expression) in self._converters:
            for convert in converters:
                values[place] = convert(values[place], expression, self._here)
        return values

    def _object(self, row: Sequence[Any]) -> Any:
        made = self._model.from_db(self._here.alias, self._names, row[self._own])
        for populator in self._joined:
            populator.populate(row, made)
        for name, place in self._annotated.items():
            setattr(made, name, row[place])
        return made
