//! Availability.

use b2b_xml::OrRaw;
use b2b_xml::chrono::NaiveDate;
use techdata_xml::{AvailabilityLine, AvailabilityResponse, AvailabilitySubmit, ItemQualifier, TransactionSet};

use super::answer::{Answered, Document, Findings, Subset};
use super::items::{self, Looked, Wanted, as_errors, error_infos, header, say, version, warehouse};
use super::submission::{Faults, Opening, Transaction, echoed_line};
use crate::rusqlite::{self, Connection};

const VERSION: &str = "1.4";

impl Transaction for AvailabilitySubmit {
    const NAME: &'static str = "Availability";
    const SET: Option<&'static str> = Some("846SEND");

    fn opening(&self) -> Opening<'_> {
        Opening::coded(&self.header)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let line = AvailabilityLine { error_info: error_infos(&as_errors(texts)), ..AvailabilityLine::default() };
        Answered::document(Document::new(&response(asked, vec![line]), Subset::Absent), Findings::default())
    }

    fn answer(self, conn: &Connection, today: NaiveDate, faults: &Faults) -> rusqlite::Result<Answered> {
        let wanted = items::wanted(&self);
        let mut said = say(conn, &wanted, faults, |at, looked| {
            Ok(wanted.get(at).map(|wanted| line(wanted, looked, today)).unwrap_or_default())
        })?;
        let lines = std::mem::take(&mut said.lines);
        Ok(Answered::document(items::listed(&response(Some(&self), lines), Subset::Absent, &said), said.findings))
    }
}

fn response(asked: Option<&AvailabilitySubmit>, lines: Vec<AvailabilityLine>) -> AvailabilityResponse {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), VERSION);
    let id = asked.and_then(|header| header.trans_control_id.as_ref());
    AvailabilityResponse {
        header: Some(header(Some(TransactionSet::AvailabilityResponse), id, version)),
        lines,
        summary: items::summary(),
    }
}

fn line(wanted: &Wanted, looked: &Looked, today: NaiveDate) -> AvailabilityLine {
    let bare = AvailabilityLine {
        assigned_id: echoed_line(wanted.assigned_id.as_ref()),
        ref_id_qual1: wanted.qualifier.clone(),
        ref_id1: wanted.number.clone(),
        error_info: error_infos(&looked.errors),
        ..AvailabilityLine::default()
    };
    let Some(stocked) = &looked.stocked else { return bare };
    let item = &stocked.item;
    AvailabilityLine {
        ref_id_qual2: Some(ItemQualifier::Manufacturer),
        ref_id2: Some(item.mg.as_str().into()),
        ref_id_qual4: item.upc.as_ref().map(|_| ItemQualifier::Upc),
        ref_id4: item.upc.as_deref().map(Into::into),
        product_weight: Some(OrRaw::Value(item.weight)),
        item_status: items::status(stocked),
        whse_info: stocked.houses.iter().map(|house| warehouse(house, today)).collect(),
        ..bare
    }
}
