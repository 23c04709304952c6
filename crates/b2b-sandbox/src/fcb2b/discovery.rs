//! Service discovery, in the form that was recorded of Buckwold. Of three services the description or the version was
//! recorded too; descriptions, versions, namespaces and schema names of the others are our choice, made alike.

use b2b_xml::{Name, Writer, Writing};
use fcb2b_client::{CORE_NS, ServiceName, ServiceVersion, Services};

use super::gate::anonymous_may;
use super::refused::Refused;
use super::service::{Visit, path};

/// The namespace that discovery names, which is not the one of the answers.
const NAMED_NS: &str = "http://fcb2b.com/schemas/1.0/inventoryServices";

/// The document is written here, since its namespaces are as mixed as recorded: three elements have one, which each of them
/// declares as the default.
pub(super) async fn services(visit: Visit, _: Services) -> Result<String, Refused> {
    let name = |local| Name::new("", local);
    let mut writer = Writer::new(Writing::default());
    writer.start(name("ServiceProfiles"), &[]);
    for service in ServiceName::KNOWN {
        let entry = entry(service);
        let anonymous = if anonymous_may(service) { "true" } else { "false" };
        writer.start(name("ServiceProfile"), &[]);
        for (local, text) in
            [("Name", service.as_str()), ("Description", entry.description), ("AnonymousAccessPermitted", anonymous)]
        {
            writer.start(Name::new(CORE_NS, local), &[("", CORE_NS)]);
            writer.text(text);
            writer.end();
        }
        writer.document(&version(&visit, service, &entry));
        writer.end();
    }
    writer.end();
    writer.finish().map_err(|error| Refused::internal(&error))
}

fn version(visit: &Visit, service: &ServiceName, entry: &Entry) -> ServiceVersion {
    let today = visit.now.format("%Y-%m-%d").to_string();
    let mut version = ServiceVersion::default();
    version.date_attribute = Some(today.clone());
    version.version_attribute = Some(entry.version.to_owned());
    version.date = Some(today);
    version.default_namespace = entry.in_inventory_services.then(|| NAMED_NS.to_owned());
    version.https_path = Some(format!("{}{}", visit.site, entry.path));
    version.input_schema = Some(format!("{service}Request.xsd"));
    version.output_schema = Some(format!("{service}Response.xsd"));
    version.output_schema_location = Some(format!("{service}Response.xsd"));
    version.number = Some(entry.version.to_owned());
    version
}

struct Entry {
    description: &'static str,
    version: &'static str,
    path: String,
    in_inventory_services: bool,
}

/// Some addresses are written in two cases of letters: who derives them from others is wrong about one of them.
fn entry(service: &ServiceName) -> Entry {
    let (description, version, camel_case, in_inventory_services) = match service {
        ServiceName::Services => ("The services of this producer", "1.0", false, false),
        ServiceName::StockCheck => ("Basic unconstrained single item request", "2.0", true, true),
        ServiceName::InventoryInquiry => ("Basic unconstrained multiple item request", "2.0", true, true),
        ServiceName::RelatedItems => {
            ("Detailed response of items related to requested item (accessories, trims, etc)", "2.0", true, true)
        }
        ServiceName::SolutionCheck => ("Constrained single item request", "1.0", false, true),
        ServiceName::SolutionInquiry => ("Constrained multiple item request", "1.0", false, true),
        ServiceName::PriceInquiry => ("Item price with optional constraining parameters", "1.0", true, true),
        ServiceName::DocumentService => ("Specification sheets, images and manuals of an item", "1.0", false, false),
        ServiceName::GetPriceCatalogTypes => ("The price catalogs that can be requested", "1.0", true, false),
        ServiceName::PriceCatalogRequest => ("Request for a price catalog", "1.0", false, false),
        ServiceName::GetReserves => ("The active reserves", "1.0", false, false),
        ServiceName::CreateReserve => ("Reserves quantities of an item", "1.0", true, false),
        ServiceName::Orders => ("Summaries of the most recent orders", "1.0", false, false),
        ServiceName::OrderStatus => ("Summary of an order", "1.0", false, false),
        ServiceName::OrderStatusDetail => ("An order with its lines", "1.0", true, false),
        _ => ("", "1.0", false, false),
    };
    let path = if camel_case { format!("/{service}") } else { path(service) };
    Entry { description, version, path, in_inventory_services }
}
