"""Addresses below /organisation/."""

from django.urls import path

from qiao.org.views import browse, calendars, exchange, holidays, people, positions, substitutes, units

app_name = "org"
urlpatterns = [
    path("", browse.index, name="index"),
    path("people/", browse.people, name="people"),
    path("people/pick/", browse.pick, name="pick"),
    path("people/<int:person_id>/", browse.person, name="person"),
    path("people/<int:person_id>/substitute/", substitutes.create, name="substitute_new"),
    path("substitutes/<int:row_id>/", substitutes.edit, name="substitute"),
    path("substitutes/<int:row_id>/end/", substitutes.end, name="substitute_end"),
    path("units/<int:unit_id>/", browse.unit, name="unit"),
    path("manage/", units.tree, name="admin"),
    path("manage/units/new/", units.create, name="unit_new"),
    path("manage/units/<int:unit_id>/", units.edit, name="unit_edit"),
    path("manage/units/<int:unit_id>/close/", units.close, name="unit_close"),
    path("manage/units/<int:unit_id>/reopen/", units.reopen, name="unit_reopen"),
    path("manage/people/", people.table, name="manage_people"),
    path("manage/people/new/", people.create, name="person_new"),
    path("manage/people/<int:person_id>/", people.edit, name="person_edit"),
    path("manage/people/<int:person_id>/leave/", people.leave, name="person_leave"),
    path("manage/people/<int:person_id>/return/", people.come_back, name="person_return"),
    path("manage/positions/", positions.table, name="positions"),
    path("manage/positions/new/", positions.create, name="position_new"),
    path("manage/positions/<int:position_id>/", positions.edit, name="position_edit"),
    path("manage/positions/<int:position_id>/give/", positions.give, name="position_give"),
    path("manage/positions/<int:position_id>/close/", positions.close, name="position_close"),
    path("manage/holdings/<int:holding_id>/end/", positions.take, name="holding_end"),
    path("manage/roles/", positions.roles, name="roles"),
    path("manage/roles/<int:grant_id>/revoke/", positions.revoke, name="role_revoke"),
    path("manage/calendars/", calendars.table, name="calendars"),
    path("manage/calendars/patterns/", calendars.patterns, name="patterns"),
    path("manage/calendars/new/", calendars.create, name="calendar_new"),
    path("manage/calendars/<int:calendar_id>/", calendars.edit, name="calendar_edit"),
    path("manage/calendars/<int:calendar_id>/close/", calendars.close, name="calendar_close"),
    path("manage/calendars/<int:calendar_id>/days/", calendars.days, name="calendar_days"),
    path(
        "manage/calendars/<int:calendar_id>/days/<int:day_id>/clear/", calendars.clear_day, name="day_clear"
    ),
    path("manage/holidays/", holidays.year, name="holidays"),
    path("manage/holidays/<int:number>/", holidays.year, name="holidays_of"),
    path("manage/holidays/<int:number>/seed/", holidays.seed, name="holidays_seed"),
    path("manage/holidays/day/<int:holiday_id>/remove/", holidays.remove, name="holiday_remove"),
    path("manage/exchange/", exchange.page, name="exchange"),
    path("manage/exchange/apply/", exchange.apply, name="exchange_apply"),
    path("manage/exchange/template/", exchange.template, name="exchange_template"),
    path("manage/exchange/<str:kind>/", exchange.export, name="export"),
]
