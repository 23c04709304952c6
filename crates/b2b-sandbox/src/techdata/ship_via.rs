//! ShipVia and Required End User Information.

use b2b_xml::OrRaw;
use b2b_xml::chrono::NaiveDate;
use techdata_xml::ship_via::{ResponseDetail, ShipViaInfo, ShipViaWarehouse};
use techdata_xml::{
    ItemQualifier, OrderLevel, RequiredEuiLine, RequiredEuiResponse, RequiredEuiSubmit, ShipViaCode, ShipViaLine,
    ShipViaResponse, ShipViaSubmit,
};

use super::answer::{Answered, Document, Findings, Subset};
use super::items::{self, Looked, Wanted, as_errors, error_infos, header, region_of, say, version};
use super::seed::{self, Region, Way};
use super::submission::{Faults, Opening, Transaction, echoed_line};
use crate::rusqlite::{self, Connection};

/// No version of either was seen; the others of that time begin so.
const VERSION: &str = "1.0";

impl Transaction for ShipViaSubmit {
    const NAME: &'static str = "ShipVia";

    fn opening(&self) -> Opening<'_> {
        Opening::coded(&self.header)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let line = ShipViaLine { error_info: error_infos(&as_errors(texts)), ..ShipViaLine::default() };
        Answered::document(Document::new(&response(asked, vec![line]), Subset::Absent), Findings::default())
    }

    fn answer(self, conn: &Connection, _: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let wanted = items::wanted(&self);
        let region = region_of(self.detail.postal_code.as_deref().unwrap_or_default());
        let ways = region.map(|region| seed::ship_vias(conn, region)).transpose()?.unwrap_or_default();
        let mut said = say(conn, &wanted, faults, |at, looked| {
            let house = self.detail.lines.get(at).and_then(|line| line.whse_code.as_deref());
            Ok(wanted.get(at).map(|wanted| line(wanted, house, looked, region, &ways)).unwrap_or_default())
        })?;
        let lines = std::mem::take(&mut said.lines);
        Ok(Answered::document(items::listed(&response(Some(&self), lines), Subset::Absent, &said), said.findings))
    }
}

fn response(asked: Option<&ShipViaSubmit>, lines: Vec<ShipViaLine>) -> ShipViaResponse {
    let header_of = asked.map(|asked| &asked.header);
    let version = version(header_of.and_then(|header| header.response_version.as_ref()), VERSION);
    let id = header_of.and_then(|header| header.trans_control_id.as_ref());
    let postal_code = asked.and_then(|asked| asked.detail.postal_code.clone());
    ShipViaResponse {
        header: Some(header(None, id, version)),
        detail: Some(ResponseDetail { postal_code, lines }),
        summary: items::summary(),
    }
}

fn line(
    wanted: &Wanted,
    house: Option<&str>,
    looked: &mut Looked,
    region: Option<Region>,
    ways: &[Way],
) -> ShipViaLine {
    let mut houses = Vec::new();
    if let Some(stocked) = &looked.stocked {
        let of_it = stocked.houses.iter().filter(|one| house.is_none_or(|house| house == one.code));
        houses = of_it.map(|house| warehouse(&house.code, &house.name, ways)).collect();
        if region != Some(stocked.item.region) {
            let text = "International ship vias are available from your sales representative only";
            looked.errors.push(Some(text.to_owned()));
            houses.clear();
        } else if houses.is_empty() {
            looked.errors.push(Some(format!("Warehouse {} does not stock the item", house.unwrap_or_default())));
        }
    }
    let bare = ShipViaLine {
        assigned_id: echoed_line(wanted.assigned_id.as_ref()),
        ref_id_qual1: wanted.qualifier.clone(),
        ref_id1: wanted.number.clone(),
        whse_info: houses,
        error_info: error_infos(&looked.errors),
        ..ShipViaLine::default()
    };
    let Some(stocked) = &looked.stocked else { return bare };
    let item = &stocked.item;
    ShipViaLine {
        ref_id_qual2: Some(ItemQualifier::Manufacturer),
        ref_id2: Some(item.mg.as_str().into()),
        ref_id_qual4: item.upc.as_ref().map(|_| ItemQualifier::Upc),
        ref_id4: item.upc.as_deref().map(Into::into),
        product_desc: Some(item.description.as_str().into()),
        product_weight: Some(OrRaw::Value(item.weight)),
        item_status: items::status(stocked),
        ..bare
    }
}

/// The ways from one warehouse. What the vendor sends goes as the vendor likes.
fn warehouse(code: &str, name: &str, ways: &[Way]) -> ShipViaWarehouse {
    let info = |way: &Way| ShipViaInfo {
        ship_via_code: Some(ShipViaCode::from(way.code.as_str())),
        ship_via_desc: Some(way.description.as_str().into()),
        shipment_type_code: Some(way.kind.as_str().into()),
        shipment_type_desc: Some(kind(&way.kind).into()),
    };
    ShipViaWarehouse {
        whse_code: Some(code.into()),
        whse_desc: Some(name.into()),
        ship_via_info: ways.iter().map(info).collect(),
    }
}

fn kind(code: &str) -> &'static str {
    match code {
        "A" => "AIR",
        "F" => "FREIGHT",
        "C" => "COURIER",
        "P" => "PICK UP",
        _ => "GROUND",
    }
}

impl Transaction for RequiredEuiSubmit {
    const NAME: &'static str = "RequiredEUI";

    fn opening(&self) -> Opening<'_> {
        Opening::of(&self.header.user_name, &self.header.password)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let line = RequiredEuiLine { error_info: error_infos(&as_errors(texts)), ..RequiredEuiLine::default() };
        Answered::document(Document::new(&eui_response(asked, vec![line]), Subset::Absent), Findings::default())
    }

    fn answer(self, conn: &Connection, _: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let wanted = items::wanted(&self);
        let mut said = say(conn, &wanted, faults, |at, looked| {
            let level = self.detail.order_level.as_ref();
            Ok(wanted.get(at).map(|wanted| eui_line(wanted, level, looked)).unwrap_or_default())
        })?;
        let lines = std::mem::take(&mut said.lines);
        Ok(Answered::document(items::listed(&eui_response(Some(&self), lines), Subset::Absent, &said), said.findings))
    }
}

fn eui_response(asked: Option<&RequiredEuiSubmit>, lines: Vec<RequiredEuiLine>) -> RequiredEuiResponse {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), VERSION);
    let id = asked.and_then(|header| header.trans_control_id.as_ref());
    RequiredEuiResponse { header: Some(header(None, id, version)), lines }
}

/// What an order of the item must tell; of government orders, the agency and its contract too.
fn eui_line(wanted: &Wanted, level: Option<&OrderLevel>, looked: &mut Looked) -> RequiredEuiLine {
    let mut required = Vec::new();
    if let Some(stocked) = &looked.stocked {
        match stocked.price(level) {
            Ok(_) => {
                required.extend(stocked.item.eui.iter().map(|name| name.as_str().into()));
                if level.is_some() {
                    required.extend(["EuiGovAgency", "EuiContractNbr"].map(Into::into));
                }
            }
            Err(text) => looked.errors.push(Some(text)),
        }
    }
    RequiredEuiLine {
        assigned_id: None,
        ref_id_qual: wanted.qualifier.clone(),
        ref_id: wanted.number.clone(),
        required,
        error_info: error_infos(&looked.errors),
    }
}
