//! Money: with a dollar sign in prices, without one in orders.

use std::fmt;

use b2b_xml::{Decimal, Lexed, Lexical, NotLexical};
use serde::{Deserialize, Serialize};

macro_rules! money {
    ($( $(#[$doc:meta])* $Name:ident: $type:literal, $sign:literal; )+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(pub Decimal);

        impl From<Decimal> for $Name {
            fn from(amount: Decimal) -> Self {
                Self(amount)
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0.to_string())
            }
        }

        impl Lexical for $Name {
            const TYPE: &'static str = $type;

            fn parse(text: &str) -> Result<Lexed<Self>, NotLexical> {
                parse(text).map(|lexed| lexed.map(Self))
            }

            fn write(&self, out: &mut String) {
                if self.0.is_sign_negative() {
                    out.push('-');
                }
                out.push_str($sign);
                self.0.abs().write(out);
            }
        }
    )+};
}

money! {
    /// A price in Price and Availability and Price List: written `$217.54`, and read with or without the sign and with
    /// thousands commas.
    Price: "a price", "$";
    /// An amount in orders, shipments and invoices: written `125.00`, and read as zero from `.00` and with a sign too.
    Amount: "an amount", "";
}

/// All the forms that are usual here; only padding is told of.
fn parse(text: &str) -> Result<Lexed<Decimal>, NotLexical> {
    let padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    // Nearly every price has a sign, and without it is read several times as fast.
    let bare = text.strip_prefix('$').filter(|rest| !padded && rest.starts_with(|first: char| first.is_ascii_digit()));
    let lexed = Decimal::parse(bare.unwrap_or(text))?;
    Ok(Lexed { value: lexed.value, odd: lexed.odd.filter(|_| padded) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: Lexical>(text: &str, expected: Option<(&str, bool)>) {
        let read = T::parse(text).ok().map(|lexed| {
            let mut written = String::new();
            lexed.value.write(&mut written);
            (written, lexed.odd.is_some())
        });
        assert_eq!(read, expected.map(|(written, odd)| (written.to_owned(), odd)), "{text:?}");
    }

    #[test]
    fn prices_have_a_sign_and_amounts_have_none() {
        check::<Price>("$217.54", Some(("$217.54", false)));
        check::<Price>("$1,234.50", Some(("$1234.50", false)));
        check::<Price>("217.54", Some(("$217.54", false)));
        check::<Price>("-$5.00", Some(("-$5.00", false)));
        check::<Price>(" $5.00", Some(("$5.00", true)));
        check::<Amount>(".00", Some(("0.00", false)));
        check::<Amount>("0.00", Some(("0.00", false)));
        check::<Amount>("-12.5", Some(("-12.5", false)));
        check::<Amount>("$12.50", Some(("12.50", false)));
        for text in ["", "N/A", "1,23", "$", "1.2.3"] {
            check::<Price>(text, None);
            check::<Amount>(text, None);
        }
    }
}
