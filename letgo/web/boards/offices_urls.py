"""The addresses of boards: offices. No name of a person, and nothing that was said, stands in one."""

from django.urls import path

from letgo.web.boards import appointments, confidences, offices, recalls, removals, reviews
from letgo.web.boards.offices_finding import pages_of

JOB, REVIEW, REMOVAL = "boards/job/<uuid:appointment>", "boards/review/<uuid:review>", "boards/way/<uuid:removal>"

urlpatterns = [
    path("boards/<uuid:body>/offices", offices.offices, name="offices"),
    path("boards/<uuid:body>/describe", offices.appointment_describe, name="appointment-describe"),
    path("boards/<uuid:body>/recall", recalls.recall_ask, name="recall-ask"),
    path("boards/<uuid:body>/in-confidence", confidences.confidence_say, name="confidence-say"),
    path(JOB, appointments.appointment, name="appointment"),
    *pages_of(appointments.ACTS, JOB, "appointment", appointments.of_appointment, appointments.about),
    path("boards/applicant/<uuid:applicant>/points", appointments.applicant_judge, name="applicant-judge"),
    path("boards/applicant/<uuid:applicant>/take-back", appointments.applicant_withdraw, name="applicant-withdraw"),
    path("boards/office/<uuid:mandate>", offices.office, name="office"),
    path("boards/office/<uuid:mandate>/concern", offices.office_concern, name="office-concern"),
    path(REVIEW, reviews.review, name="review"),
    *pages_of(reviews.ACTS, REVIEW, "review", reviews.of_review, reviews.about),
    path("boards/figure/<uuid:figure>/comment", reviews.comment, name="review-comment"),
    path(REMOVAL, removals.removal, name="removal"),
    *pages_of(removals.ACTS, REMOVAL, "removal", removals.of_removal, removals.about),
    path("boards/recall/<uuid:recall>", recalls.recall, name="recall"),
    path("boards/in-confidence", confidences.confidences, name="confidences"),
    path("boards/in-confidence/slip", confidences.confidence_slip, name="confidence-slip"),
    path("boards/in-confidence/<uuid:confidence>", confidences.confidence, name="confidence"),
    path("boards/in-confidence/<uuid:confidence>/forget", confidences.confidence_forget, name="confidence-forget"),
]
