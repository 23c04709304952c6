//! Ways to send items, and what must be told of end users.

use b2b_model::{EndUserNeeds, ShipVia, ShipVias};

use super::lines::{problems, sku};
use super::{id, text};
use crate::ship_via::{ShipViaInfo, ShipViaWarehouse};
use crate::{RequiredEuiLine, ShipViaLine};

impl From<&ShipViaLine> for ShipVias {
    fn from(line: &ShipViaLine) -> Self {
        let ways = line.whse_info.iter().flat_map(|house| house.ship_via_info.iter().map(move |info| way(house, info)));
        Self { sku: sku(line), description: text(&line.product_desc), ways: ways.collect(), problems: problems(line) }
    }
}

fn way(house: &ShipViaWarehouse, info: &ShipViaInfo) -> ShipVia {
    ShipVia {
        location: id(&house.whse_code),
        location_name: text(&house.whse_desc),
        code: info.ship_via_code.as_ref().map(|code| code.as_str().to_owned()),
        words: text(&info.ship_via_desc),
        kind: text(&info.shipment_type_desc).or_else(|| text(&info.shipment_type_code)),
    }
}

impl From<&RequiredEuiLine> for EndUserNeeds {
    fn from(line: &RequiredEuiLine) -> Self {
        Self {
            sku: sku(line),
            required: line.required.iter().map(ToString::to_string).collect(),
            problems: problems(line),
        }
    }
}
