"""Pages about logins that are Qiao's own; signing in itself is allauth's, in our templates."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from qiao.accounts import actions, links, reads, rules
from qiao.accounts.forms import NewLoginForm, NoteForm, TokenForm
from qiao.accounts.gates import PersonRequest, administrator, signed_in
from qiao.accounts.models import Account, Token
from qiao.accounts.steps import steps
from qiao.ledger.refusals import Refused
from qiao.org.models import Person
from qiao.rest import scopes
from qiao.ui.paging import key_page

LINK = "accounts_link"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switches the language: in the cookie for everybody, and with the person who is signed in."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    if person is not None:
        actions.choose_language(person=person, language=request.POST.get("language", ""), at=timezone.now())
    response: HttpResponse = set_language_cookie(request)
    return response


@signed_in
@require_POST
def sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    """Ends every session of one's own login, this one included."""
    actions.sign_out_everywhere(account=request.user, at=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")


@administrator
def logins(request: PersonRequest) -> HttpResponse:
    """Everybody by whether they can sign in."""
    show = request.GET.get("show", "with")
    show = show if show in reads.TABS else "with"
    words = request.GET.get("q", "").strip()[:80]
    page = key_page(reads.people(show, words), order=("name", "pk"), params=request.GET, size=50)
    rows = [(person, getattr(person, "account", None)) for person in page.items]
    tabs = [{"key": key, "label": label} for key, label in reads.TABS.items()]
    return render(
        request, "accounts/logins.html", {"page": page, "rows": rows, "show": show, "q": words, "tabs": tabs}
    )


@administrator
def new_login(request: PersonRequest, pk: int) -> HttpResponse:
    """Makes a login for a person who has none."""
    person = get_object_or_404(Person.objects.select_related("unit"), pk=pk)
    reason = rules.why_not_create(person, has_login=reads.login_of(person) is not None)
    form = NewLoginForm(
        request.POST or None, can_mail=bool(person.email), initial={"username": person.number, "how": "link"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _create(request, person, form.cleaned_data)
        except Refused as refused:
            form.add_error("username", refused.sentence)
    context = {
        "person": person,
        "form": form,
        "reason": reason and reason.sentence,
        "back_url": reverse("accounts:logins"),
    }
    return render(request, "accounts/new_login.html", context)


def _create(request: PersonRequest, person: Person, wanted: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    account = actions.create_login(person=person, username=wanted["username"], by=request.person, at=now)
    if wanted["how"] == "mail" and person.email:
        actions.mail_link(account=account, by=request.person, at=now)
        messages.success(request, _("The login is made and the link is on its way to %s.") % person.email)
        return redirect("accounts:login", account.pk)
    messages.success(request, _("The login is made."))
    return _show_link(request, account)


@administrator
@never_cache
def login(request: PersonRequest, pk: int) -> HttpResponse:
    """One login: its state, what helps when somebody cannot get in, its history."""
    account = _one(pk)
    shown = request.session.get(LINK) or {}
    link = request.session.pop(LINK)["link"] if shown.get("login") == account.pk else ""
    context = {
        "login": account,
        "person": account.person,
        "factors": reads.factors(account),
        "tokens": [(token, _words_of(token)) for token in reads.tokens(account, timezone.now())],
        "story": reads.story(account),
        "steps": steps(account, by_id=request.person.pk),
        "link": link,
        "back_url": reverse("accounts:logins"),
    }
    return render(request, "accounts/login.html", context)


@administrator
@require_POST
def issue_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Makes a one-time link and shows it on the next page, once."""
    return _show_link(request, _one(pk))


@administrator
@require_POST
def mail_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Sends a one-time link to the person's own mailbox."""
    account = _one(pk)
    actions.mail_link(account=account, by=request.person, at=timezone.now())
    messages.success(request, _("The link is on its way to %s.") % account.email)
    return redirect("accounts:login", account.pk)


@administrator
def deactivate(request: PersonRequest, pk: int) -> HttpResponse:
    """Closes a login after asking once."""
    account = _one(pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.deactivate(account=account, by=request.person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The login is deactivated and signed out everywhere."))
        return redirect("accounts:login", account.pk)
    title = _("Deactivate the login of %s?") % account.person
    text = _("Nobody can sign in with it any more and open sessions end. Requests and history stay.")
    return _ask(request, account, form, title=title, text=text, submit=_("Deactivate"))


@administrator
@require_POST
def reactivate(request: PersonRequest, pk: int) -> HttpResponse:
    """Opens a deactivated login again."""
    account = _one(pk)
    actions.reactivate(account=account, by=request.person, at=timezone.now())
    messages.success(request, _("The login opens again."))
    return redirect("accounts:login", account.pk)


@administrator
def reset_mfa(request: PersonRequest, pk: int) -> HttpResponse:
    """Removes the second steps of somebody who lost them, after asking once."""
    account = _one(pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reset_mfa(account=account, by=request.person, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("The password alone is enough again. The person should set up a second step anew.")
        )
        return redirect("accounts:login", account.pk)
    title = _("Remove the second steps of %s?") % account.person
    text = _("Be sure that it is really they who ask: whoever has the password gets in afterwards.")
    return _ask(request, account, form, title=title, text=text, submit=_("Remove them"))


@signed_in
@never_cache
def tokens(request: PersonRequest) -> HttpResponse:
    """One's own tokens: what they may, until when, when they were last used."""
    now = timezone.now()
    rows = [(token, _words_of(token)) for token in reads.tokens(request.user, now)]
    context = {"rows": rows, "now": now, "back_url": reverse("web:me")}
    return render(request, "accounts/tokens.html", context)


@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
def new_token(request: PersonRequest) -> HttpResponse:
    """Makes a token and shows its secret, this once; it is kept nowhere, not even in the session."""
    form = TokenForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "back_url": reverse("accounts:tokens")}
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = actions.make_token(
                account=request.user,
                known=scopes.known(),
                at=timezone.now(),
                **form.arguments(timezone.now()),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            context |= {"token": token, "secret": secret, "words": _words_of(token)}
            context["address"] = links.public("/api/v1/me")
            return render(request, "accounts/token_made.html", context)
    return render(request, "accounts/new_token.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def revoke_token(request: PersonRequest, pk: int) -> HttpResponse:
    """From now on the token works no more."""
    own = Token.objects.filter(account=request.user, revoked_at=None)
    token = get_object_or_404(own, pk=pk)
    actions.revoke_token(token=token, by=request.person, at=timezone.now())
    messages.success(request, _("The token “%s” works no more.") % token.name)
    return redirect("accounts:tokens")


@administrator
@require_POST
def revoke_token_of(request: PersonRequest, pk: int, token_pk: int) -> HttpResponse:
    """An administrator ends a token of somebody: a program went astray, or its owner is away."""
    token = get_object_or_404(Token.objects.filter(account=_one(pk), revoked_at=None), pk=token_pk)
    actions.revoke_token(token=token, by=request.person, at=timezone.now())
    messages.success(request, _("The token “%s” works no more.") % token.name)
    return redirect("accounts:login", pk)


def _words_of(token: Token) -> list[str]:
    known = scopes.known()
    return [str(known.get(scope, scope)) for scope in token.scopes]


def _one(pk: int) -> Account:
    account = reads.one(pk)
    if account is None:
        raise Http404
    return account


def _show_link(request: PersonRequest, account: Account) -> HttpResponse:
    link = actions.issue_link(account=account, by=request.person, at=timezone.now())
    request.session[LINK] = {"login": account.pk, "link": link}
    return redirect("accounts:login", account.pk)


def _ask(request: PersonRequest, account: Account, form: NoteForm, **texts: str) -> HttpResponse:
    back = reverse("accounts:login", args=[account.pk])
    return render(
        request,
        "ui/confirm.html",
        {"form": form, "danger": True, "cancel_url": back, "back_url": back, **texts},
    )
