//! The end user of an order.

use b2b_xml::{FromXml, ToXml};
use serde::{Deserialize, Serialize};

use crate::types::by_type;
use crate::{CompactDate, Text};

/// Who will use the goods. Every element is written, empty or not: that all are demanded is inferred from the samples.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromXml, ToXml, Serialize, Deserialize)]
#[xml(name = "EndUserInfo", check = by_type)]
#[serde(default, deny_unknown_fields)]
pub struct EndUserInfo {
    /// The government agency.
    #[xml(name = "EuiGovAgency", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_gov_agency: Option<Text>,
    /// Its cabinet level.
    #[xml(name = "EuiGovCabinetLevel", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_gov_cabinet_level: Option<Text>,
    /// The contract's number.
    #[xml(name = "EuiContractNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_contract_nbr: Option<Text>,
    /// The contract's kind.
    #[xml(name = "EuiContractType", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_contract_type: Option<Text>,
    /// The order's priority.
    #[xml(name = "EuiOrderPriority", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_order_priority: Option<Text>,
    /// The market.
    #[xml(name = "EuiMarketType", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_market_type: Option<Text>,
    /// Whom to ask.
    #[xml(name = "EuiContactName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_contact_name: Option<Text>,
    /// Whom to call.
    #[xml(name = "EuiPhoneNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_phone_nbr: Option<Text>,
    /// Where to send a fax.
    #[xml(name = "EuiFaxNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_fax_nbr: Option<Text>,
    /// The end user's name.
    #[xml(name = "EuiName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_name: Option<Text>,
    /// The first line of the address.
    #[xml(name = "EuiAddr1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_addr1: Option<Text>,
    /// The second.
    #[xml(name = "EuiAddr2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_addr2: Option<Text>,
    /// The third.
    #[xml(name = "EuiAddr3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_addr3: Option<Text>,
    /// The city.
    #[xml(name = "EuiCityName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_city_name: Option<Text>,
    /// The state or province as two letters.
    #[xml(name = "EuiStateProvinceCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_state_province_code: Option<Text>,
    /// The postal code.
    #[xml(name = "EuiPostalCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_postal_code: Option<Text>,
    /// The country: `USA` in the manual, `CA` in live messages.
    #[xml(name = "EuiCountryCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_country_code: Option<Text>,
    /// The industry's code (SIC).
    #[xml(name = "EuiSicCode", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_sic_code: Option<Text>,
    /// The promotion's kind.
    #[xml(name = "EuiOrderPromoType", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_order_promo_type: Option<Text>,
    /// The end user's license.
    #[xml(name = "EuiEndUserLicenseNbr", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_end_user_license_nbr: Option<Text>,
    /// The date of the end user's purchase order.
    #[xml(name = "EuiEndUserPODate", max = 6, none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_end_user_po_date: Option<CompactDate>,
    /// The end user's first reference.
    #[xml(name = "EuiEndUserRef1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_end_user_ref1: Option<Text>,
    /// The second.
    #[xml(name = "EuiEndUserRef2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_end_user_ref2: Option<Text>,
    /// The third.
    #[xml(name = "EuiEndUserRef3", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_end_user_ref3: Option<Text>,
    /// Where it is installed.
    #[xml(name = "EuiInstallName", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_install_name: Option<Text>,
    /// Reserved for future use; `D` was seen.
    #[xml(name = "EuiDropShipType", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_drop_ship_type: Option<Text>,
    /// The contact's e-mail address.
    #[xml(name = "EuiContactEmailAddr1", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_contact_email_addr1: Option<Text>,
    /// Another one.
    #[xml(name = "EuiContactEmailAddr2", none = "empty")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eui_contact_email_addr2: Option<Text>,
}
