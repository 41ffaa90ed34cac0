from __future__ import annotations

from django.urls import path

from antigone.desk.web.exchange import arrivals, packets, recipients

urlpatterns = [
    path("recipients", recipients.recipients_page, name="recipients"),
    path("recipients/open", recipients.open_page, name="recipient-open"),
    path("recipients/<int:number>", recipients.recipient_page, name="recipient"),
    path("recipients/<int:number>/confirm", recipients.confirm_page, name="recipient-confirm"),
    path("recipients/<int:number>/end", recipients.end_page, name="recipient-end"),
    path("packets", packets.packets_page, name="packets"),
    path("packets/<int:number>", packets.packet_page, name="packet"),
    path("packets/<int:number>/take", packets.take_page, name="packet-take"),
    path("packets/<int:number>/received", packets.received_page, name="packet-received"),
    path("packets/<int:number>/recall", packets.recall_page, name="packet-recall"),
    path("<kind:kind>/<int:number>/packets", packets.subject_packets_page, name="subject-packets"),
    path("<kind:kind>/<int:number>/packets/make", packets.make_page, name="subject-packet-make"),
    path("incidents/<int:number>/arrivals", arrivals.arrivals_page, name="incident-arrivals"),
    path("incidents/<int:number>/arrivals/begin", arrivals.begin, name="incident-arrival-begin"),
    path("arrivals/<int:number>", arrivals.arrival_page, name="arrival"),
    path("arrivals/<int:number>/accept", arrivals.accept_page, name="arrival-accept"),
    path("arrivals/<int:number>/decline", arrivals.decline_page, name="arrival-decline"),
]
