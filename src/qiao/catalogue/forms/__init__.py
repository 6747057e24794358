"""Forms of those who keep the catalogue."""

from qiao.catalogue.forms.approvals import ApprovalsForm
from qiao.catalogue.forms.checklist import ChecklistForm
from qiao.catalogue.forms.keeping import CategoryForm, ConfirmForm, MoveForm, Revised, ServiceForm
from qiao.catalogue.forms.question import QuestionForm
from qiao.catalogue.forms.terms import TermsForm

__all__ = [
    "ApprovalsForm",
    "CategoryForm",
    "ChecklistForm",
    "ConfirmForm",
    "MoveForm",
    "QuestionForm",
    "Revised",
    "ServiceForm",
    "TermsForm",
]
