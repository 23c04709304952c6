//! Code lists of the guide, chapters 3 and 5, open for codes that it does not list.

use b2b_xml::open_code;

open_code! {
    /// How an order, a line or a schedule line stands: table 5.2 of the guide.
    ///
    /// The guide contradicts itself about `71`: table 5.2 says *Released*, the example in table 3.2 says *Invoiced*. This
    /// list follows table 5.2, and the description that the service sends stands beside the code in every answer. The
    /// example `IA` of table 3.2 is in no table and reads as [`Other`](Self::Other).
    pub enum StatusCode {
        /// 00: Inactive.
        Inactive = "00",
        /// 11: Finance Review.
        FinanceReview11 = "11",
        /// 21: Sales Review.
        SalesReview21 = "21",
        /// 22: Sales Review.
        SalesReview22 = "22",
        /// 23: Sales Review.
        SalesReview23 = "23",
        /// 24: Sales Review.
        SalesReview24 = "24",
        /// 25: Sales Review.
        SalesReview25 = "25",
        /// 31: Backordered.
        Backordered = "31",
        /// 32: PO Created.
        PoCreated32 = "32",
        /// 41: Scheduled.
        Scheduled41 = "41",
        /// 42: Scheduled.
        Scheduled42 = "42",
        /// 51: PO Created.
        PoCreated51 = "51",
        /// 52: Released.
        Released52 = "52",
        /// 53: Sales Review.
        SalesReview53 = "53",
        /// 61: Finance Review.
        FinanceReview61 = "61",
        /// 71: Released, by table 5.2.
        Released71 = "71",
        /// 72: Released.
        Released72 = "72",
        /// 73: Invoiced.
        Invoiced73 = "73",
        /// 74: Invoiced.
        Invoiced74 = "74",
    }
}

impl StatusCode {
    /// The description in table 5.2 of the guide; `None` for a code that it does not list.
    #[must_use]
    pub fn description(&self) -> Option<&'static str> {
        Some(match self {
            Self::Inactive => "Inactive",
            Self::FinanceReview11 | Self::FinanceReview61 => "Finance Review",
            Self::SalesReview21
            | Self::SalesReview22
            | Self::SalesReview23
            | Self::SalesReview24
            | Self::SalesReview25
            | Self::SalesReview53 => "Sales Review",
            Self::Backordered => "Backordered",
            Self::PoCreated32 | Self::PoCreated51 => "PO Created",
            Self::Scheduled41 | Self::Scheduled42 => "Scheduled",
            Self::Released52 | Self::Released71 | Self::Released72 => "Released",
            Self::Invoiced73 | Self::Invoiced74 => "Invoiced",
            Self::Other(_) => return None,
        })
    }
}

open_code! {
    /// The kind of an order: table 3.2 of the guide.
    pub enum OrderType {
        /// ZOR: regular order.
        Regular = "ZOR",
        /// ZRE: return order.
        Return = "ZRE",
    }
}

open_code! {
    /// Whose number an order is asked for by: table 3.1 of the guide.
    pub enum OrderNumberType {
        /// C: the customer's purchase order number.
        Customer = "C",
        /// W: Westcon's order number, the default of the service.
        Westcon = "W",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_code_has_the_guides_description() {
        let table: Vec<String> =
            StatusCode::KNOWN.iter().map(|code| format!("{code} {}", code.description().unwrap())).collect();
        assert_eq!(
            table,
            [
                "00 Inactive",
                "11 Finance Review",
                "21 Sales Review",
                "22 Sales Review",
                "23 Sales Review",
                "24 Sales Review",
                "25 Sales Review",
                "31 Backordered",
                "32 PO Created",
                "41 Scheduled",
                "42 Scheduled",
                "51 PO Created",
                "52 Released",
                "53 Sales Review",
                "61 Finance Review",
                "71 Released",
                "72 Released",
                "73 Invoiced",
                "74 Invoiced",
            ]
        );
        assert_eq!(StatusCode::from("IA").description(), None);
    }
}
