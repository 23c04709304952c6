//! Quotes. No source shows an answer: the one here follows Order Status, as the declaration does.

use b2b_xml::chrono::NaiveDate;
use b2b_xml::{Decimal, OrRaw};
use techdata_xml::quote::{QuoteDetail, QuoteError, QuoteLine};
use techdata_xml::{
    Amount, ItemQualifier, QuoteResponse, QuoteSubmit, Reference, ReferenceQualifier, Text, TransactionSet,
};

use super::answer::{Answered, Document, Findings, Subset};
use super::items::{self, header, version};
use super::orders::OrderedLine;
use super::seed::{self, Quote};
use super::submission::{Faults, Opening, Transaction};
use crate::rusqlite::{self, Connection};

const VERSION: &str = "1.0";

impl Transaction for QuoteSubmit {
    const NAME: &'static str = "Quote";
    const SET: Option<&'static str> = Some("812");

    fn opening(&self) -> Opening<'_> {
        Opening::coded(&self.header)
    }

    fn refused(asked: Option<&Self>, texts: &[String]) -> Answered {
        let error_info = texts.iter().map(|text| error(text)).collect();
        let response = response(asked, vec![QuoteDetail { error_info, ..QuoteDetail::default() }]);
        Answered::document(Document::new(&response, Subset::Absent), Findings::default())
    }

    fn answer(self, conn: &Connection, _: NaiveDate, _: &Faults) -> rusqlite::Result<Answered> {
        let mut findings = Findings::default();
        let mut details = Vec::new();
        for asked in &self.details {
            for reference in &asked.ref_info {
                let number = reference.ref_id.as_deref().unwrap_or_default();
                let quote = match &reference.ref_id_qual {
                    Some(ReferenceQualifier::Quote) => seed::quote(conn, number)?,
                    _ => None,
                };
                let wrong = match &quote {
                    Some(quote) => quote.error.clone(),
                    None => Some(format!("Quote {number} was not found")),
                };
                findings = wrong.iter().fold(findings, |mut findings, text| {
                    findings.add(format!("{text}."));
                    findings
                });
                details.push(QuoteDetail {
                    purpose_code: asked.purpose_code.clone(),
                    ref_info: vec![Reference {
                        ref_id_qual: reference.ref_id_qual.clone(),
                        ref_id: reference.ref_id.clone(),
                    }],
                    error_info: wrong.iter().map(|text| error(text)).collect(),
                    lines: quote.iter().flat_map(lines).collect(),
                });
            }
        }
        Ok(Answered::document(Document::new(&response(Some(&self), details), Subset::Absent), findings))
    }
}

fn response(asked: Option<&QuoteSubmit>, details: Vec<QuoteDetail>) -> QuoteResponse {
    let asked = asked.map(|asked| &asked.header);
    let version = version(asked.and_then(|header| header.response_version.as_ref()), VERSION);
    let id = asked.and_then(|header| header.trans_control_id.as_ref());
    let header = header(Some(TransactionSet::Quote), id, version);
    QuoteResponse { header: Some(header), details, summary: items::summary() }
}

fn error(text: &str) -> QuoteError {
    QuoteError { error_id_qual: Some("1Q".into()), error_id: Some("0".into()), error_desc: Some(text.into()) }
}

fn lines(quote: &Quote) -> Vec<QuoteLine> {
    let amount = |amount: Decimal| Some(OrRaw::Value(Amount(amount)));
    let line = |(at, line): (usize, &seed::QuoteLine)| QuoteLine {
        assigned_id: Some(OrderedLine::number(at).into()),
        product_id_qual: Some(ItemQualifier::TechData),
        product_id: Some(Text::from(&line.vp)),
        product_desc: Some(Text::from(&line.description)),
        qty_ordered: Some(OrRaw::Value(Decimal::from(line.quantity))),
        unit_price: amount(line.price),
        extended_price: amount(line.price * Decimal::from(line.quantity)),
    };
    quote.lines.iter().enumerate().map(line).collect()
}
