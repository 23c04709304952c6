//! The card that pays for an order.

use b2b_xml::{FromXml, ToXml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::types::by_type;
use crate::{Indicator, Text};

/// The card that pays. Its elements are those of the SOAP wrapper; the manual's example has only `CCNbr`. Number and
/// verification number are secret.
#[derive(Clone, Debug, Default, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "CreditCardInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct CreditCardInfo {
    /// The card's number.
    #[xml(name = "CCNbr", required)]
    #[serde(skip_serializing)]
    pub cc_nbr: Option<SecretString>,
    /// Until when it is good.
    #[xml(name = "CCExpiryDate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_expiry_date: Option<Text>,
    /// Whose it is.
    #[xml(name = "CCHolderName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_holder_name: Option<Text>,
    /// Its kind.
    #[xml(name = "CCTypeCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_type_code: Option<Text>,
    /// Its verification number.
    #[xml(name = "CCVerifyNumber")]
    #[serde(skip_serializing)]
    pub cc_verify_number: Option<SecretString>,
    /// Whose it is, if a company's.
    #[xml(name = "CCHolderCompany")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_holder_company: Option<Text>,
    /// The first line of the billing address.
    #[xml(name = "CCBillToAddr1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_bill_to_addr1: Option<Text>,
    /// The second.
    #[xml(name = "CCBillToAddr2")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_bill_to_addr2: Option<Text>,
    /// The third.
    #[xml(name = "CCBillToAddr3")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_bill_to_addr3: Option<Text>,
    /// The city.
    #[xml(name = "CCBillToCity")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_bill_to_city: Option<Text>,
    /// The state or province as two letters.
    #[xml(name = "CCBillToStateProvinceCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_bill_to_state_province_code: Option<Text>,
    /// The postal code.
    #[xml(name = "CCBillToPostalCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_bill_to_postal_code: Option<Text>,
    /// Whom to call.
    #[xml(name = "CCContactPhoneNbr")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_contact_phone_nbr: Option<Text>,
    /// The extension.
    #[xml(name = "CCContactPhoneExt")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_contact_phone_ext: Option<Text>,
    /// The purchasing card's code.
    #[xml(name = "CCPCardPOSCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_pcard_pos_code: Option<Text>,
    /// Whether the sold-to address is the billing address.
    #[xml(name = "CCUseSoldToAddrInd")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_use_sold_to_addr_ind: Option<Indicator>,
    /// Whether the card is kept on file.
    #[xml(name = "CCSaveCCInfo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_save_cc_info: Option<Indicator>,
}
