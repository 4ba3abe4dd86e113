"""The site of administrators and PSWs, all of it below ``/staff/`` and behind one check."""

from __future__ import annotations

from flask import Blueprint, Flask

from portal.calendar.state import State
from portal.web import access
from portal.web.staff import home, menu, session
from portal.web.staff.accounts import account, audit, authenticator, privacy, sign_in, team
from portal.web.staff.actions import plan, you_said
from portal.web.staff.comments import comment, comments
from portal.web.staff.figures import overview, progress, unreached
from portal.web.staff.finding import guides, search
from portal.web.staff.lists import whole as whole_lists
from portal.web.staff.nation import england, public
from portal.web.staff.organisations import demonstration, organisations
from portal.web.staff.people import letters as their_letters
from portal.web.staff.people import links, lists, people
from portal.web.staff.questionnaires import questionnaires, questions
from portal.web.staff.reports import (
    certificate,
    detail,
    headline,
    publishing,
    report_files,
    statements,
)
from portal.web.staff.returns import coding, themes
from portal.web.staff.rounds import (
    downloads,
    letters,
    planning,
    rounds,
    setting_aside,
)
from portal.web.staff.series import series

PAGES = (
    home,
    rounds,
    planning,
    letters,
    downloads,
    setting_aside,
    demonstration,
    sign_in,
    session,
    authenticator,
    team,
    audit,
    account,
    privacy,
    questions,
    organisations,
    questionnaires,
    people,
    lists,
    whole_lists,
    links,
    their_letters,
    overview,
    progress,
    unreached,
    statements,
    headline,
    report_files,
    publishing,
    certificate,
    detail,
    themes,
    coding,
    plan,
    you_said,
    england,
    public,
    comments,
    comment,
    search,
    guides,
    series,
)


def init_app(app: Flask) -> None:
    access.init_app(app)
    site = Blueprint("staff", __name__, url_prefix="/staff")
    site.before_request(access.guard)
    for page in PAGES:
        site.register_blueprint(page.blueprint)
    app.register_blueprint(site)
    app.add_template_global(menu.navigation)
    app.add_template_global(menu.is_here)
    app.add_template_global(menu.workplace)
    app.add_template_global(guides.here, "help_here")
    app.add_template_global(session.standing, "session_standing")
    app.add_template_global(report_files.forms, "report_forms")
    app.add_template_global(State, "State")
