//! What is asked: which orders, by whose numbers.

use crate::OrderNumberType;

/// A question for one or more orders, all by the customer's numbers or all by Westcon's: the service cannot mix them, and
/// neither can this type.
///
/// ```
/// use westcon_orderstatus::OrderQuery;
///
/// let query = OrderQuery::westcon(["704571", "704572"]).serial_numbers(SerialNumbers::Include);
/// # use westcon_orderstatus::SerialNumbers;
/// assert_eq!(query.numbers(), ["704571", "704572"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderQuery {
    kind: OrderNumberType,
    numbers: Vec<String>,
    serial_numbers: SerialNumbers,
}

/// Whether serial numbers and MAC addresses are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SerialNumbers {
    /// `ReturnSerialNumberAndMACAddress` is `false`: the guide's table calls the element required.
    #[default]
    Omit,
    /// It is `true`.
    Include,
    /// The element is left out, as in the guide's samples.
    Unsaid,
}

impl OrderQuery {
    /// Orders by Westcon's order numbers.
    pub fn westcon<I: IntoIterator<Item: Into<String>>>(numbers: I) -> Self {
        Self::new(OrderNumberType::Westcon, numbers)
    }

    /// Orders by the customer's purchase order numbers.
    pub fn customer<I: IntoIterator<Item: Into<String>>>(numbers: I) -> Self {
        Self::new(OrderNumberType::Customer, numbers)
    }

    /// Says whether serial numbers and MAC addresses are wanted.
    #[must_use]
    pub fn serial_numbers(mut self, wanted: SerialNumbers) -> Self {
        self.serial_numbers = wanted;
        self
    }

    /// Whose numbers they are.
    #[must_use]
    pub fn kind(&self) -> &OrderNumberType {
        &self.kind
    }

    /// The order numbers, in the order given.
    #[must_use]
    pub fn numbers(&self) -> &[String] {
        &self.numbers
    }

    pub(crate) fn wants_serial_numbers(&self) -> Option<bool> {
        match self.serial_numbers {
            SerialNumbers::Omit => Some(false),
            SerialNumbers::Include => Some(true),
            SerialNumbers::Unsaid => None,
        }
    }

    fn new<I: IntoIterator<Item: Into<String>>>(kind: OrderNumberType, numbers: I) -> Self {
        let numbers = numbers.into_iter().map(Into::into).collect();
        Self { kind, numbers, serial_numbers: SerialNumbers::default() }
    }
}
