//! Identifiers: texts that must not be mixed up, kept exactly as the supplier writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! identifiers {
    ($( $(#[$doc:meta])* $Name:ident )+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $Name(String);

        impl $Name {
            /// The identifier as the supplier writes it, leading zeros included.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $Name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )+};
}

identifiers! {
    /// An order, by the supplier's number or by the customer's purchase order number.
    OrderNumber
    /// A line of an order or of its schedule.
    LineNumber
    /// The customer's account at a supplier.
    AccountNumber
    /// An article, by the supplier's number.
    Sku
    /// A parcel or a freight bill, by the carrier's number.
    TrackingNumber
    /// One piece of equipment.
    SerialNumber
    /// A warehouse or an FOB point, by the supplier's code.
    LocationCode
    /// Goods of one production: a shade or dye lot.
    LotNumber
    /// A roll, by the producer's number.
    RollNumber
    /// Goods held back, by the supplier's number.
    ReservationNumber
    /// An invoice, by the supplier's number.
    InvoiceNumber
}
