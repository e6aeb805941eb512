"""Every address of the portal, and the page that answers it."""

from __future__ import annotations

from django.urls import path

from saphan.portal.account import views as account
from saphan.portal.agreements import views as agreements
from saphan.portal.asking import views as asking
from saphan.portal.contracts import views as contracts
from saphan.portal.deliveries import views as deliveries
from saphan.portal.family import views as family
from saphan.portal.finding import views as finding
from saphan.portal.journal import views as journal
from saphan.portal.officer import views as officer
from saphan.portal.overview import views as overview
from saphan.portal.processing import views as processing
from saphan.portal.public import views as public
from saphan.portal.releases import views as releases
from saphan.portal.review import views as review
from saphan.portal.rights import views as rights
from saphan.portal.statistics import views as statistics
from saphan.portal.training import views as training
from saphan.portal.worklist import views as worklist

urlpatterns = [
    path("", overview.country, name="overview"),
    path("province/<str:province_code>/", overview.province, name="province"),
    path("province/<str:province_code>/counts.json", overview.counts_json, name="counts_json"),
    path("province/<str:province_code>/by-age.csv", overview.by_age_csv, name="by_age_csv"),
    path("find/", finding.find, name="find"),
    path("person/<str:person_id>/", rights.person, name="person"),
    path("person/<str:person_id>/object/", rights.object_, name="person_object"),
    path("person/<str:person_id>/correct/", rights.correct, name="person_correct"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("family/<str:person_id>/", family.family, name="family"),
    path("family/<str:person_id>/outcome/", family.record_outcome, name="record_outcome"),
    path("deliveries/send", deliveries.send, name="send_delivery"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<str:delivery_id>/summary", deliveries.summary, name="delivery_summary"),
    path("deliveries/<str:delivery_id>/return-sheet.xlsx", deliveries.return_sheet, name="return_sheet"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<str:table_id>.csv", statistics.sdmx_csv, name="sdmx_csv"),
    path("statistics/<str:table_id>.json", statistics.catalogue_json, name="catalogue_json"),
    path("training/", training.lessons, name="training"),
    path("training/<str:lesson_id>/", training.lesson, name="lesson"),
    path("journal/", journal.journal, name="journal"),
    path("journal/verify/", journal.verify, name="journal_verify"),
    path("journal/anchor.json", journal.anchor, name="journal_anchor"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<str:agreement_id>/switch/", agreements.switch, name="agreement_switch"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/<str:dataset>/", contracts.dictionary, name="dictionary"),
    path("contracts/<str:dataset>/answer/", contracts.answer, name="contract_answer"),
    path("contracts/<str:dataset>/made/<str:what>/", contracts.made, name="made"),
    path("releases/", releases.releases, name="releases"),
    path("releases/compare/", releases.compare, name="releases_compare"),
    path("releases/<str:release_id>/turn/", releases.turn, name="release_turn"),
    path("processing/", processing.processing, name="processing"),
    path("processing/record.xlsx", processing.processing_xlsx, name="processing_xlsx"),
    path("officer/", officer.officer, name="officer"),
    path("officer/rights/", rights.rights, name="rights"),
    path("officer/objections/<int:number>/decide/", rights.decide, name="objection_decide"),
    path("officer/objections/<int:number>/lift/", rights.lift, name="objection_lift"),
    path("officer/corrections/<int:number>/withdraw/", rights.take_back, name="correction_withdraw"),
    path("officer/<str:dataset>/destroy/", officer.destroy, name="destroy"),
    path("officer/certificates/<str:certificate_id>/", officer.certificate, name="certificate"),
    path("review/", review.review, name="review"),
    path("review/<slug:queue>/", review.pair, name="pair"),
    path("review/<slug:queue>/<int:verdict_id>/", review.judged, name="judged"),
    path("review/<slug:queue>/<int:verdict_id>/take-back/", review.take_back, name="take_back"),
    path("linkage-quality/", review.quality, name="linkage_quality"),
    path("api/v1/ask", asking.ask, name="ask"),
    path("api/v1/ask-list", asking.ask_list, name="ask_list"),
    path("api/v1/openapi.json", asking.description, name="ask_description"),
    path("public/", public.public, name="public"),
    path("login/", account.log_in, name="login"),
    path("logout/", account.log_out, name="logout"),
    path("language/", account.choose_language, name="language"),
    path("healthz", account.healthz, name="healthz"),
]

handler403 = "saphan.portal.answers.not_allowed"
handler404 = "saphan.portal.answers.no_such_page"
handler500 = "saphan.portal.answers.went_wrong"
