"""Addresses of sign-in and of the administration of logins.

allauth's views are listed one by one: what makes no sense here (sign-up, its own e-mail management,
sign-in by code, social accounts) has no address and answers 404.
"""

from allauth.account import views as account
from django.urls import include, path, re_path

from qiao.accounts import views

own = [
    path("logins/", views.logins, name="logins"),
    path("logins/new/<int:pk>/", views.new_login, name="new_login"),
    path("logins/<int:pk>/", views.login, name="login"),
    path("logins/<int:pk>/link/", views.issue_link, name="issue_link"),
    path("logins/<int:pk>/mail/", views.mail_link, name="mail_link"),
    path("logins/<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("logins/<int:pk>/reactivate/", views.reactivate, name="reactivate"),
    path("logins/<int:pk>/reset-mfa/", views.reset_mfa, name="reset_mfa"),
    path("logins/<int:pk>/tokens/<int:token_pk>/revoke/", views.revoke_token_of, name="revoke_token_of"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/new/", views.new_token, name="new_token"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
]

# The names are allauth's own, it looks them up.
urlpatterns = [
    path("", include((own, "accounts"))),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("security/", include("allauth.mfa.urls")),
]
