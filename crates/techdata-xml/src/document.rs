//! All documents, told apart by their root elements.

use b2b_xml::{Cursor, DecodeError, DecodeErrorKind, Decoded, FromXml, Record};
use serde::Serialize;

use crate::reading::{decode_recorded, reading, root_name};

macro_rules! documents {
    ($( $Document:ident: $words:literal, )+) => {
        /// Any document of the service, as its root element says: for recordings, and for servers.
        ///
        /// ```
        /// use techdata_xml::Document;
        ///
        /// let recorded = b"<XML_PriceList_Response><Header/></XML_PriceList_Response>";
        /// assert!(matches!(Document::read(recorded)?.value, Document::PriceListResponse(_)));
        /// # Ok::<(), b2b_xml::DecodeError>(())
        /// ```
        #[derive(Clone, Debug, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum Document {
            $(
                #[doc = $words]
                $Document(Box<crate::$Document>),
            )+
        }

        impl Document {
            /// The declarations of all documents: submissions, then responses.
            pub fn records() -> impl Iterator<Item = &'static Record> {
                [$( <crate::$Document as FromXml>::RECORD ),+].into_iter().flatten()
            }

            /// Reads a recorded document, whichever it is. Its credentials, if it is a submission, are read too and shown
            /// nowhere.
            ///
            /// # Errors
            ///
            /// If it is not well-formed, or none of the service's documents.
            pub fn read(document: &[u8]) -> Result<Decoded<Self>, DecodeError> {
                let root = root_name(document);
                $(
                    if root.as_deref() == <crate::$Document as FromXml>::RECORD.map(|record| record.name.local) {
                        let decoded = decode_recorded::<crate::$Document>(document)?;
                        return Ok(decoded.map(|document| Self::$Document(Box::new(document))));
                    }
                )+
                Err(none_of_them(document))
            }
        }
    };
}

documents! {
    AvailabilitySubmit: "`XML_Availability_Submit`.",
    PriceAvailabilitySubmit: "`XML_PriceAvailability_Submit`.",
    MultiPriceAvailabilitySubmit: "`XML_MultiPriceAvailability_Submit`.",
    OrderSubmit: "`XML_Order_Submit`.",
    OrderStatusSubmit: "`XML_OrderStatus_Submit`.",
    ShipViaSubmit: "`XML_ShipVia_Submit`.",
    PriceListSubmit: "`XML_PriceList_Submit`.",
    InvoiceDetailByPoSubmit: "`XML_InvoiceDetailByPO_Submit`.",
    QuoteSubmit: "`XML_Quote_Submit`.",
    RequiredEuiSubmit: "`XML_RequiredEUI_Submit`.",
    AvailabilityResponse: "`XML_Availability_Response`.",
    PriceAvailabilityResponse: "`XML_PriceAvailability_Response`.",
    MultiPriceAvailabilityResponse: "`XML_MultiPriceAvailability_Response`.",
    OrderResponse: "`XML_Order_Response`.",
    OrderStatusResponse: "`XML_OrderStatus_Response`.",
    ShipmentStatusResponse: "`XML_ShipmentStatus_Response`.",
    ShipViaResponse: "`XML_ShipVia_Response`.",
    PriceListResponse: "`XML_PriceList_Response`.",
    InvoiceDetailByPoResponse: "`XML_InvoiceDetailByPO_Response`.",
    QuoteResponse: "`XML_Quote_Response`.",
    RequiredEuiResponse: "`XML_RequiredEUI_Response`.",
}

/// What is wrong with a document that is none of these.
fn none_of_them(document: &[u8]) -> DecodeError {
    let text = String::from_utf8_lossy(document);
    let at_root = Cursor::new(&text, reading()).and_then(|mut cursor| {
        let root = cursor.root()?.local.chars().take(40).collect::<String>();
        Ok(cursor.error(DecodeErrorKind::Protocol(format!("{root} is none of Tech Data's documents"))))
    });
    at_root.unwrap_or_else(|error| error)
}
