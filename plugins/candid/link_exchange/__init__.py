"""Lists of links out of a site and into it: offers as a CSV table, and the exports of other link managers."""

from candid.link_exchange.foreign_links import FORMATS, ForeignLink, read_foreign_links
from candid.link_exchange.import_plan import FileChange, ImportPlan, plan_import
from candid.link_exchange.offer_rows import OfferRow, offers_table, read_offer_rows
from candid.link_exchange.placing import Placed, place_links
from candid.link_exchange.recognising import check_form
from candid.link_exchange.tables import Row, Table, read_table, write_table

__all__ = [
    "FORMATS",
    "FileChange",
    "ForeignLink",
    "ImportPlan",
    "OfferRow",
    "Placed",
    "Row",
    "Table",
    "check_form",
    "offers_table",
    "place_links",
    "plan_import",
    "read_foreign_links",
    "read_offer_rows",
    "read_table",
    "write_table",
]
