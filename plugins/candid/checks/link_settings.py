"""Whether what a programme says about the making of its links fits the links of its network."""

from __future__ import annotations

from collections.abc import Iterator

from candid.catalog import DataFile
from candid.diagnostics import Finding
from candid.models import Programme
from candid.networks import Network
from candid.networks.addresses import read_address
from candid.networks.tracking import has_written_form, site_of
from candid.site import Site

__all__ = ["check_link_settings", "takes_tag"]


def check_link_settings(site: Site, file: DataFile, programme: Programme) -> Iterator[Finding]:
    """The ids for marketplaces and the further parameters of one programme."""
    network = site.networks.by_id.get(programme.network)
    if programme.tags:
        if network is None or network.marketplace_tag is None:
            message = f"links of '{programme.network}' have no id for each marketplace"
            yield Finding.of("invalid-value", file.at("tags"), message, "take 'tags' off")
        else:
            yield from _tags(site, file, programme, network, network.marketplace_tag)
    if programme.parameters and network is not None and has_written_form(programme.tracking_url, network):
        message = f"links of {network.name} in this form take no parameters"
        yield Finding.of("invalid-value", file.at("parameters"), message, "write them into tracking_url")


def takes_tag(site: Site, network_id: str, host: str) -> bool:
    """Whether a host is a marketplace for which a programme of this network may have an id of its own."""
    network = site.networks.by_id.get(network_id)
    if network is None or network.marketplace_tag is None:
        return False
    return site.networks.classify(f"https://{host}/?{network.marketplace_tag}=x").network == network_id


def _tags(site: Site, file: DataFile, programme: Programme, network: Network, parameter: str) -> Iterator[Finding]:
    """Hosts that are no marketplaces, and a second id for the tracking link's own one."""
    own, address = site_of(programme.tracking_url), read_address(programme.tracking_url)
    for host, tag in programme.tags.items():
        if not takes_tag(site, programme.network, host):
            at = file.document.locate(("tags", host), key=True)
            yield Finding.of("invalid-value", at, f"'{host}' is no marketplace of {network.name}", "take it off")
        written = address.parameters.get(parameter.lower()) if address is not None and host == own else None
        if written not in (None, tag):
            message = f"the id for {host} is '{tag}' here and '{written}' in tracking_url"
            yield Finding.of("invalid-value", file.at("tags", host), message, "write the same id in both")
