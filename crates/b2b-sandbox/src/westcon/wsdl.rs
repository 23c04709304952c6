//! The contract, as WCF publishes it.

/// The contract with `{{ADDRESS}}` for the address of the service.
const TEMPLATE: &str = include_str!("OrderStatus.wsdl");

/// The contract for a service at this address.
pub(super) fn at(address: &str) -> String {
    TEMPLATE.replace("{{ADDRESS}}", address)
}
