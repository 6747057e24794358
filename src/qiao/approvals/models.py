"""The steps of a request's approval, and whom each asks."""

from django.db import models
from django.db.models import Q

from qiao.approvals.rules import Decision, How, Question
from qiao.catalogue import approval
from qiao.desk.models import Request
from qiao.org.models import Person


class Step(models.Model):
    """One step as the request was born with it; those of one stage run at the same time."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="approval_steps")
    ordinal = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    enough = models.PositiveSmallIntegerField(default=1)
    # While it runs: since when, and until when.
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["request", "ordinal"], name="approvals_steps_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}.{self.ordinal}"

    @property
    def parsed(self) -> approval.Step:
        """Whom it asks, as the service's version says."""
        return approval.Step.parse(self.definition)


class Ask(models.Model):
    """One person who is asked in a step; ``decided_by`` is who really decided, and ``how`` as what."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="asks")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    # Who would have decided about what they ask for themselves; this person is the next leader up.
    instead = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    delegate = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    # The next leader, asked when nobody answered.
    leader = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField(null=True)
    # In working time of whoever is to decide; None when there is nothing to remind of.
    remind_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    # Since when the approver waits for words of the requester.
    question_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Decision])
    decided_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    how = models.CharField(max_length=10, choices=[(each.value, each.value) for each in How], blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="approvals_asked_once")]
        indexes = [
            # Each way of being asked has its index: an inbox is a flat OR of them.
            *(
                models.Index(
                    fields=[way, "id"],
                    condition=Q(decision="", asked_at__isnull=False),
                    name=f"approvals_{way}",
                )
                for way in ("person", "delegate", "leader")
            ),
            models.Index(fields=["decided_by", "id"], name="approvals_decided"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="approvals_remind"),
            models.Index(
                fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="approvals_escalate"
            ),
            models.Index(
                fields=["question_at"], condition=Q(question_at__isnull=False), name="approvals_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.person_id} {self.decision}"

    @property
    def question(self) -> Question:
        """For the rules; the request comes with it."""
        request = self.request
        return Question(
            state=request.state,
            person=self.person_id,
            own=owners(request),
            delegate=self.delegate_id,
            leader=self.leader_id,
            asked=self.asked_at is not None,
            decision=self.decision,
        )


def owners(request: Request) -> frozenset[int]:
    """Who asks for it and whom it is for: they never approve it."""
    return frozenset({request.requester_id, request.beneficiary_id} - {None})  # type: ignore[arg-type]
