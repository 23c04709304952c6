//! A call that changes nothing.

use b2b_http::ErrorKind;
use techdata_xml::OrderStatusSubmit;

use super::Techdata;
use crate::DeskError;
use crate::doctor::{Called, NO_ORDER};

impl Techdata {
    /// Asks how an order stands that nobody has. How Tech Data refuses credentials is not known, but for one answer that
    /// spoke of the login. An answer that names the order is about the order; one that refuses the whole question, which is a
    /// right one, is about who asks: our choice.
    pub(crate) async fn call_harmlessly(&self) -> Result<Called, DeskError> {
        let answer = match self.client.send(OrderStatusSubmit::purchase_order(NO_ORDER)).await {
            Ok(answer) => answer,
            Err(error) if error.kind() == ErrorKind::Refused => {
                let error = self.failed(error);
                return Ok(Called::Unknown { words: error.to_string() });
            }
            Err(error) => return Err(self.failed(error).into()),
        };
        let errors = answer.value.errors();
        match errors.iter().map(ToString::to_string).find(|words| is_of_login(words)) {
            Some(words) => Ok(Called::Unknown { words }),
            None => Ok(Called::Admitted),
        }
    }
}

fn is_of_login(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["login", "logon", "password", "user name", "username"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_the_login_are_known() {
        assert!(is_of_login("Login failed: the user name or password is not valid"));
        assert!(!is_of_login("No orders were found for B2B-DOCTOR"));
    }
}
