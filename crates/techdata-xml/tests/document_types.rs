//! The document types that are made from the declarations say what Tech Data's manual says of its submissions, and what the
//! SOAP wrapper and answers that were seen say of the answers, as far as those tell.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

/// The content of an element in one of our document types. Of several spellings the first is taken.
fn ours(root: &str, element: &str) -> String {
    let path = format!("{}/../../docs/reference/techdata/{root}.dtd", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let start = format!("<!ELEMENT {element} ");
    let model =
        text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_else(|| panic!("no {element} in {root}"));
    let model = model.trim_end_matches('>');
    let mut plain = String::new();
    let mut skipping = false;
    for (at, character) in model.char_indices() {
        match character {
            '|' => {
                skipping = true;
                plain.truncate(plain.trim_end().len());
            }
            // Not the outer parentheses.
            '(' if at > 0 => {}
            ')' if at + 1 < model.len() => skipping = false,
            _ if skipping => {}
            _ => plain.push(character),
        }
    }
    plain
}

#[track_caller]
fn check(root: &str, models: &[(&str, &str)]) {
    for (element, model) in models {
        assert_eq!(ours(root, element), format!("({model})"), "{element} of {root}");
    }
}

const CODED: (&str, &str) = ("Header", "UserName, Password, TransSetIDCode, TransControlID, ResponseVersion?");
const SHORT: (&str, &str) = ("Header", "UserName, Password, TransControlID?, ResponseVersion?");
const LINES: (&str, &str) = ("Detail", "LineInfo+");
const END: (&str, &str) = ("Summary", "NbrOfSegments");
const HOUSE: (&str, &str) = ("WhseInfo", "IDCode, WhseCode, Qty, TotalOnOrderQty?, OnOrderQty?, OnOrderETADate?");
const ERROR: (&str, &str) = ("ErrorInfo", "RefIDQual3, RefID3, ErrorDesc");

#[test]
fn submissions_about_items() {
    let line = ("LineInfo", "AssignedID, RefIDQual, RefID");
    check(
        "XML_Availability_Submit",
        &[("XML_Availability_Submit", "Header, Detail, Summary"), CODED, LINES, line, END],
    );
    // TransSetIDCode is of an older document type.
    let header = ("Header", "UserName, Password, TransSetIDCode?, TransControlID?, ResponseVersion?");
    let line = ("LineInfo", "AssignedID?, OrderLevel?, RefIDQual, RefID, PromoAcceptInd?, PromoAppliedShowInd?");
    let root = ("XML_PriceAvailability_Submit", "Header, Detail, Summary?");
    check("XML_PriceAvailability_Submit", &[root, header, LINES, line, END]);
    let line = ("LineInfo", "AssignedID?, OrderLevel?, RefIDQual, RefID");
    let root = ("XML_MultiPriceAvailability_Submit", "Header, Detail");
    check("XML_MultiPriceAvailability_Submit", &[root, SHORT, LINES, line]);
    let (detail, line) = (("Detail", "PostalCode, LineInfo+"), ("LineInfo", "AssignedID, RefIDQual, RefID, WhseCode"));
    check("XML_ShipVia_Submit", &[("XML_ShipVia_Submit", "Header, Detail, Summary"), CODED, detail, line, END]);
    let line = ("LineInfo", "AssignedID?, RefIDQual, RefID, ReturnAvailability?");
    check("XML_PriceList_Submit", &[("XML_PriceList_Submit", "Header, Detail"), SHORT, LINES, line]);
    let header = ("Header", "UserName, Password, TransControlID, ResponseVersion?");
    let (detail, line) = (("Detail", "OrderLevel?, LineInfo+"), ("LineInfo", "RefIDQual, RefID"));
    check("XML_RequiredEUI_Submit", &[("XML_RequiredEUI_Submit", "Header, Detail"), header, detail, line]);
}

#[test]
fn submissions_about_documents() {
    check(
        "XML_OrderStatus_Submit",
        &[
            ("XML_OrderStatus_Submit", "Header, Detail, Summary"),
            CODED,
            // DateInfo is in the SOAP wrapper only.
            ("Detail", "PurposeCode, EDIInd, NonEDIInd, LineStatusInd?, RefInfo+, DateInfo?"),
            ("RefInfo", "RefIDQual, RefID"),
            ("DateInfo", "DateTimeQual, DateFrom, DateTo"),
            END,
        ],
    );
    check(
        "XML_InvoiceDetailByPO_Submit",
        &[
            ("XML_InvoiceDetailByPO_Submit", "Header, Detail"),
            ("Header", "UserName, Password, ResponseVersion?"),
            ("Detail", "EDIInclusion?, POInfo"),
            ("POInfo", "PONbr+"),
        ],
    );
    // The manual's example has no PurposeCode and has a Summary, its document type the other way round.
    check(
        "XML_Quote_Submit",
        &[
            ("XML_Quote_Submit", "Header, Detail+, Summary"),
            CODED,
            ("Detail", "PurposeCode?, RefInfo+"),
            ("RefInfo", "RefIDQual, RefID"),
        ],
    );
}

#[test]
fn orders() {
    check(
        "XML_Order_Submit",
        &[
            ("XML_Order_Submit", "Header, Detail, Summary?"),
            // EntityIDCode and CurrencyCode are in the SOAP wrapper only.
            (
                "Header",
                "UserName, Password, TransControlID?, ResponseVersion?, PurposeCode?, OrderTypeCode, PONbr, EntityIDCode?, \
                 CurrencyCode?, RefNbrs*, SalesRequirementCode, RequestOrderConfirmation?, ThirdPartyFreightAutoApply?, \
                 ActionCode?, Amt?, Date?, Name, AddrInfo, CityName, StateProvinceCode, PostalCode, ContactName, \
                 ContactPhoneNbr?, OrderLevel?, ConfigInd?, OrderMessageHdrType?, OrderMessageHdr*, EndUserCustomerNbr?, \
                 EndUserGroupCode?, EndUserInfo?, CreditCardInfo?, MyOrderTracker?",
            ),
            ("RefNbrs", "RefIDQual, RefID"),
            ("AddrInfo", "Addr+"),
            ("MyOrderTracker", "ResellerEmail?, EndUserEmail?, ResellerEvents*, EndUserEvents*"),
            LINES,
            // That WhseCode and IDCode may be left out is inferred; they are always written here, which both readings allow.
            (
                "LineInfo",
                "AssignedID?, OrigCustPOLineNbr?, QtyOrdered, UnitPrice?, ProductIDQual, ProductID, AgreementNumberQual?, \
                 AgreementNumber?, WhseCode, IDCode, ConfigHandlingCode?, PromoAcceptInd?, OrderMessageLine?, \
                 AggregationCode?, ThirdPartyFreightAcct?",
            ),
            // The two amounts are in the SOAP wrapper only.
            ("Summary", "NbrOfSegments, AmtQualCode?, MonetaryAmt?"),
        ],
    );
    check(
        "XML_Order_Response",
        &[
            ("XML_Order_Response", "Header, Detail?, Summary?"),
            (
                "Header",
                "UserName?, TransSetIDCode, TransControlID?, ResponseVersion?, PurposeCode?, PONbr, RefID?, RefIDQual?, \
                 DescHdrErr?, OrderConfirmation?",
            ),
            ("OrderConfirmation", "OrderDetail*, Message?"),
            (
                "OrderDetail",
                "RefInfo*, OrderStatus?, Terms?, CurrencyType?, ShipmentDispQual?, ShipmentDisp?, PackageDispQual?, \
                 PackageDisp?, BillToAcctNbr?, ShipToName?, ShipToAddr1?, ShipToAddr2?, ShipToAddr3?, ShipToCity?, \
                 ShipToStateProv?, ShipToPostalCode?, ContactFuncCode?, ContactName?, InvoiceTotal?, EstimatedShipDate?, \
                 LineInfo2*, NbrOfOrderLines?",
            ),
            ("RefInfo", "RefIDQual2, RefID2"),
        ],
    );
}

#[test]
fn the_end_user_and_the_card_have_the_wrappers_elements() {
    let names = |element: &str| -> Vec<String> {
        let model = ours("XML_Order_Submit", element);
        model.trim_matches(['(', ')']).split(", ").map(|name| name.trim_end_matches('?').to_owned()).collect()
    };
    let (end_user, card) = (names("EndUserInfo"), names("CreditCardInfo"));
    assert_eq!((end_user.len(), card.len()), (28, 17));
    assert_eq!((end_user[0].as_str(), end_user[27].as_str()), ("EuiGovAgency", "EuiContactEmailAddr2"));
    assert_eq!((card[0].as_str(), card[16].as_str()), ("CCNbr", "CCSaveCCInfo"));
}

#[test]
fn answers_about_items() {
    check(
        "XML_PriceAvailability_Response",
        &[
            ("XML_PriceAvailability_Response", "Header, Detail, Summary"),
            (
                "LineInfo",
                "AssignedID?, RefIDQual1, RefID1, RefIDQual2?, RefID2?, RefIDQual4?, RefID4?, ProductDesc?, PriceIDCode1?, \
                 UnitPrice1?, PriceIDCode2?, UnitPrice2?, RequiredEndUserInfo?, RequiredLicenseInfo?, PromoAppliedInd?, \
                 ProductWeight?, ItemStatus?, WhseInfo*, ErrorInfo*",
            ),
            HOUSE,
            ERROR,
            END,
        ],
    );
    check(
        "XML_Availability_Response",
        &[
            (
                "LineInfo",
                "AssignedID, RefIDQual1, RefID1, RefIDQual2, RefID2, RefIDQual4, RefID4, ProductWeight, ItemStatus, \
                 WhseInfo*, ErrorInfo*",
            ),
            HOUSE,
            ERROR,
        ],
    );
    check(
        "XML_PriceList_Response",
        &[
            (
                "LineInfo",
                "AssignedID?, RefIDQual1?, RefID1?, RefIDQual2?, RefID2?, ProductDesc?, ItemEUIRequired?, LicenseRequired?, \
                 CustomerPrice?, MSRP?, PromotionInfo*, AvailabilityInfo?, ErrorInfo*",
            ),
            (
                "PromotionInfo",
                "OrderLevel, MinimumQty, MaximumQty?, PromoEUIRequired?, PromotedPricePerUnit, PromoEndDate, PromoNumber",
            ),
            ("AvailabilityInfo", "WhseInfo+"),
            ("ErrorInfo", "ErrorID, ErrorDesc"),
        ],
    );
    check(
        "XML_ShipVia_Response",
        &[
            // The wrapper has at least one line and one way; a refusal has neither.
            ("Detail", "PostalCode, LineInfo*"),
            (
                "LineInfo",
                "AssignedID, RefIDQual1?, RefID1?, RefIDQual2?, RefID2?, RefIDQual4?, RefID4?, ProductDesc, ProductWeight, \
                 ItemStatus, WhseInfo*, ErrorInfo*",
            ),
            ("WhseInfo", "WhseCode, WhseDesc, ShipViaInfo*"),
            ("ShipViaInfo", "ShipViaCode, ShipViaDesc, ShipmentTypeCode, ShipmentTypeDesc"),
        ],
    );
}

#[test]
fn answers_about_documents() {
    check(
        "XML_OrderStatus_Response",
        &[
            ("XML_OrderStatus_Response", "Header, Detail*, Summary"),
            ("ErrorInfo", "ErrorIDQual, ErrorID, ErrorDesc"),
            (
                "LineInfo",
                "AssignedID, ProductIDQual, ProductID, ProductIDQual2, ProductID2, ProductDesc, LineStatus, UnitPrice, \
                 ExtendedPrice, WhseDesc, ShipViaDesc, QtyOrdered, QtyShipped, QtyBackordered, QtyReturned, DateShipped, \
                 ItemEstimatedShipDate",
            ),
        ],
    );
    check(
        "XML_ShipmentStatus_Response",
        &[
            // The wrapper has items in each container.
            (
                "ContainerInfo",
                "ContainerID, ShipToName, ShipToAddr1, ShipToAddr2?, ShipToAddr3?, ShipToCity, ShipToStateProv, \
                 ShipToPostalCode, DateShipped, DateInvoiced, Weight, WhseDesc, ShipVia, ContainerValue, HandlingCharge, \
                 CODCharge, DebitCredit, NetFreightCharge, TaxCharge, TotalOrderValue, ItemInfo*, NbrOfItems",
            ),
            (
                "ItemInfo",
                "IIAssignedID, AssignedID?, ProductIDQual, ProductID, ProductIDQual2?, ProductID2?, ProductDesc, QtyShipped, \
                 SerialInd, SerialInfo*",
            ),
            ("SerialInfo", "SerialNbr"),
            ("Summary", "NbrOfContainers?, NbrOfSegments"),
        ],
    );
    check(
        "XML_InvoiceDetailByPO_Response",
        &[
            ("Header", "ResponseVersion?"),
            ("Detail", "OrderInfo*"),
            (
                "OrderInfo",
                "PONbr?, EndUserPONbr?, OrderNbr?, OrderDate?, EstShipDate?, OrderStatus?, InvoiceNbr?, ErrorMsg?, \
                 ContainerInfo*",
            ),
            (
                "ItemInfo",
                "OrderLineNbr, TechDataItemNbr, MfgItemNbr, ItemDesc, QtyShipped, SerialNbrInd, SerialNbrInfo?",
            ),
            ("SerialNbrInfo", "SerialNbr+"),
        ],
    );
}
