//! Faults: read in every shape that services send, and written in both.

use b2b_xml::{FromXml, ToXml};
use wsse_soap::{Envelope, Expect, Fault, FaultCode, FaultStatus, Fragment, HttpReply, QName, Reply, SoapVersion, ns};

use crate::support::{Ping, envelope, now, ping};

#[track_caller]
fn read(xml: &str) -> (Fault, Vec<String>) {
    let http = HttpReply::new(500, Some("text/xml"), xml.as_bytes());
    let reply = Reply::<Ping>::read(&http, &Expect::new(SoapVersion::Soap12, now())).unwrap();
    let warnings = reply.warnings.iter().map(ToString::to_string).collect();
    (reply.into_body().unwrap_err().as_ref().clone(), warnings)
}

fn soap11(children: &str) -> String {
    envelope(ns::SOAP11, "", &format!("<s:Fault>{children}</s:Fault>"))
}

fn soap12(children: &str) -> String {
    envelope(ns::SOAP12, "", &format!("<s:Fault>{children}</s:Fault>"))
}

#[track_caller]
fn check(xml: &str, code: QName, subcodes: &[QName], reason: &str, kind: FaultCode, warnings: usize) {
    let (fault, told) = read(xml);
    assert_eq!(fault.code, code);
    assert_eq!(fault.subcodes, subcodes);
    assert_eq!(fault.reason(), reason);
    assert_eq!(fault.kind(), kind);
    assert_eq!(told.len(), warnings, "{told:#?}");
}

#[test]
fn plain_soap11() {
    check(
        &soap11("<faultcode>s:Client</faultcode><faultstring>no</faultstring>"),
        QName::new(ns::SOAP11, "Client"),
        &[],
        "no",
        FaultCode::Sender,
        0,
    );
}

#[test]
fn plain_soap12() {
    let (fault, warnings) = read(&soap12(
        "<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>a:InvalidAddressingHeader</s:Value>\
         <s:Subcode><s:Value>a:ActionMismatch</s:Value></s:Subcode></s:Subcode></s:Code>\
         <s:Reason><s:Text xml:lang='de'>nein</s:Text><s:Text xml:lang='en-GB'>no</s:Text></s:Reason>\
         <s:Node>urn:node</s:Node><s:Role>urn:role</s:Role><s:Detail><p:Ping><p:Text>why</p:Text></p:Ping></s:Detail>",
    ));
    assert_eq!(warnings, [""; 0]);
    assert_eq!(fault.kind(), FaultCode::ActionMismatch);
    assert!(fault.is(&FaultCode::InvalidAddressingHeader) && fault.is(&FaultCode::Sender));
    assert_eq!(fault.reason(), "no");
    let detail = fault.detail.as_ref().unwrap();
    assert_eq!(detail.decode::<Ping>().unwrap().unwrap().value.text, "why");
    assert_eq!(detail.decode::<Other>().unwrap().map(|other| other.value), None);
    insta::assert_snapshot!("read_soap12", format!("{fault:#?}\n{}", detail.as_xml()));
}

#[derive(Debug, PartialEq, FromXml, ToXml)]
#[xml(name = "Other", ns = "urn:other")]
struct Other {}

#[test]
fn soap11_with_detail_and_actor() {
    let (fault, warnings) = read(&soap11(
        "<faultcode>s:Server</faultcode><faultstring xml:lang='fr'>non</faultstring>\
         <faultactor>urn:actor</faultactor><detail><p:Ping><p:Text>a</p:Text></p:Ping><Second/></detail>",
    ));
    assert_eq!(warnings, [""; 0]);
    let entries = fault.detail.as_ref().unwrap().entries().unwrap();
    insta::assert_snapshot!(
        "read_soap11",
        format!("{fault:#?}\n{}", entries.iter().map(Fragment::as_str).collect::<Vec<_>>().join("\n"))
    );
}

/// The children of SOAP 1.2, without prefix, in an envelope of SOAP 1.1.
#[test]
fn soap12_children_in_soap11() {
    check(
        &soap11("<Code><Value>s:Sender</Value></Code><Reason><Text xml:lang='en'>no</Text></Reason>"),
        QName::new(ns::SOAP11, "Sender"),
        &[],
        "no",
        FaultCode::Sender,
        2,
    );
}

#[test]
fn soap11_children_in_soap12() {
    check(
        &soap12("<faultcode>s:Receiver</faultcode><faultstring>down</faultstring>"),
        QName::new(ns::SOAP12, "Receiver"),
        &[],
        "down",
        FaultCode::Receiver,
        2,
    );
}

/// A SOAP 1.1 fault element in a SOAP 1.2 envelope.
#[test]
fn fault_of_the_other_version() {
    let fault = format!(
        "<x:Fault xmlns:x='{}'><faultcode>x:Client</faultcode><faultstring>no</faultstring></x:Fault>",
        ns::SOAP11
    );
    check(&envelope(ns::SOAP12, "", &fault), QName::new(ns::SOAP11, "Client"), &[], "no", FaultCode::Sender, 3);
}

#[test]
fn empty_code_and_reason() {
    let nothing = FaultCode::Other(QName::new("", ""));
    check(&soap11("<faultcode/><faultstring/>"), QName::new("", ""), &[], "", nothing.clone(), 0);
    check(&soap11(""), QName::new("", ""), &[], "", nothing, 0);
    assert_eq!(read(&soap11("")).0.to_string(), "a fault without code and reason");
}

#[test]
fn codes_that_are_no_qualified_names() {
    let other = |local: &'static str| FaultCode::Other(QName::new("", local));
    for code in ["ERR_NO_SESSION", "nobody:bound", "two words", "http://x/y"] {
        let xml = soap11(&format!("<faultcode>{code}</faultcode><faultstring>no</faultstring>"));
        check(&xml, QName::new("", code), &[], "no", other(code), 0);
    }
}

#[test]
fn codes_of_their_own() {
    let code = QName::new(ns::SOAP11, "ServiceFault");
    check(
        &soap11("<faultcode>s:ServiceFault</faultcode><faultstring>no</faultstring>"),
        code.clone(),
        &[],
        "no",
        FaultCode::Other(code),
        0,
    );
    check(
        &soap11("<faultcode>s:Client.Authentication</faultcode><faultstring>no</faultstring>"),
        QName::new(ns::SOAP11, "Client.Authentication"),
        &[],
        "no",
        FaultCode::Sender,
        0,
    );
    check(
        &soap11("<faultcode xmlns:q='urn:q'> q:Mine </faultcode><faultstring> no </faultstring>"),
        QName::new("urn:q", "Mine"),
        &[],
        "no",
        FaultCode::Other(QName::new("urn:q", "Mine")),
        0,
    );
}

/// As CXF writes it: everything in the default namespace, the code without prefix.
#[test]
fn default_namespace() {
    let xml = format!(
        "<Envelope xmlns='{}'><Body><Fault><Code><Value>Receiver</Value></Code>\
         <Reason><Text xml:lang='en'>no</Text></Reason></Fault></Body></Envelope>",
        ns::SOAP12
    );
    check(&xml, QName::new(ns::SOAP12, "Receiver"), &[], "no", FaultCode::Receiver, 0);
}

/// `Client` without prefix where no default namespace is declared.
#[test]
fn unprefixed_code() {
    let xml = soap11("<faultcode>Client</faultcode><faultstring>no</faultstring>");
    check(&xml, QName::new("", "Client"), &[], "no", FaultCode::Sender, 0);
}

#[test]
fn reason_without_text_element_and_before_the_code() {
    check(
        &soap12("<s:Reason>no</s:Reason><s:Code><s:Value>s:Sender</s:Value></s:Code>"),
        QName::new(ns::SOAP12, "Sender"),
        &[],
        "no",
        FaultCode::Sender,
        1,
    );
}

#[test]
fn prefixed_children_in_soap11_and_unknown_ones() {
    check(
        &soap11("<s:faultcode>s:Client</s:faultcode><s:faultstring>no</s:faultstring><x/>"),
        QName::new(ns::SOAP11, "Client"),
        &[],
        "no",
        FaultCode::Sender,
        3,
    );
}

#[test]
fn text_only_detail() {
    let (fault, _) = read(&soap11("<faultcode>s:Client</faultcode><detail> just text </detail>"));
    let detail = fault.detail.unwrap();
    assert_eq!(detail.text().unwrap(), "just text");
    assert!(detail.entries().unwrap().is_empty());
}

/// The codes that WCF sends, in its own shape and flattened, each with what to do about it.
#[test]
fn wcf_codes_have_hints() {
    let table = [
        ("a", ns::WSA, "ActionNotSupported", FaultCode::ActionNotSupported, "action"),
        ("o", ns::WSSE, "InvalidSecurity", FaultCode::InvalidSecurity, "clock skew or credentials"),
        ("o", ns::WSSE, "FailedAuthentication", FaultCode::FailedAuthentication, "password"),
        ("d", ns::WCF_DISPATCHER, "DeserializationFailed", FaultCode::DeserializationFailed, "order of elements"),
        ("d", ns::WCF_DISPATCHER, "InternalServiceFault", FaultCode::InternalServiceFault, "failed inside"),
        ("d", ns::WCF_DISPATCHER, "SessionTerminated", FaultCode::SessionTerminated, "new session"),
    ];
    for (prefix, uri, local, kind, hint) in table {
        let new = soap12(&format!(
            "<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:{prefix}='{uri}'>{prefix}:{local}</s:Value>\
             </s:Subcode></s:Code><s:Reason><s:Text xml:lang='en-US'>no</s:Text></s:Reason>"
        ));
        let old = soap11(&format!(
            "<faultcode xmlns:{prefix}='{uri}'>{prefix}:{local}</faultcode><faultstring xml:lang='en-US'>no</faultstring>"
        ));
        for xml in [new, old] {
            let (fault, warnings) = read(&xml);
            assert_eq!(warnings, [""; 0]);
            assert_eq!(fault.kind(), kind);
            assert!(fault.hint().unwrap().contains(hint), "{kind:?}: {:?}", fault.hint());
        }
    }
}

fn full() -> Fault {
    Fault::new(FaultCode::InvalidAddressingHeader, "The action is not the one of the header.")
        .subcode(FaultCode::ActionMismatch.qname(SoapVersion::Soap12))
        .reason_in("de", "Die Aktion ist nicht die des Headers.")
        .node("urn:node")
        .role("urn:role")
        .detail(&ping())
        .unwrap()
        .detail(&ping())
        .unwrap()
}

#[test]
fn written() {
    let own = Fault::new(FaultCode::Other(QName::new("urn:shop", "OutOfStock")), "None left.");
    for (name, fault) in [("full", full()), ("own_code", own), ("plain", Fault::new(FaultCode::Receiver, "Down."))] {
        for (tag, version) in [("soap11", SoapVersion::Soap11), ("soap12", SoapVersion::Soap12)] {
            let xml = Envelope::new(version, &fault).encode_with(b2b_xml::Writing::default().indented()).unwrap();
            roxmltree::Document::parse(&xml).unwrap();
            insta::assert_snapshot!(format!("written_{name}_{tag}"), xml);
        }
    }
}

#[test]
fn written_and_read_again() {
    let (fault, warnings) = read(&Envelope::new(SoapVersion::Soap12, &full()).encode().unwrap());
    assert_eq!(warnings, [""; 0]);
    assert_eq!((&fault.code, &fault.subcodes, &fault.reasons), (&full().code, &full().subcodes, &full().reasons));
    assert_eq!((&fault.node, &fault.role), (&full().node, &full().role));
    assert_eq!(fault.detail.unwrap().entries().unwrap().len(), 2);

    let (fault, warnings) = read(&Envelope::new(SoapVersion::Soap11, &full()).encode().unwrap());
    assert_eq!(warnings, [""; 0]);
    assert_eq!(fault.code, FaultCode::ActionMismatch.qname(SoapVersion::Soap11));
    // And a fault of SOAP 1.1, sent on in SOAP 1.2: its code becomes a subcode.
    let (fault, _) = read(&Envelope::new(SoapVersion::Soap12, &fault).encode().unwrap());
    assert_eq!(fault.code, FaultCode::Sender.qname(SoapVersion::Soap12));
    assert_eq!(fault.subcodes, [FaultCode::ActionMismatch.qname(SoapVersion::Soap12)]);
}

#[test]
fn every_known_code_survives_both_versions() {
    for code in FaultCode::KNOWN {
        let fault = Fault::new(code.clone(), "no");
        let (new, _) = read(&Envelope::new(SoapVersion::Soap12, &fault).encode().unwrap());
        assert_eq!(new.kind(), *code);
        let (old, _) = read(&Envelope::new(SoapVersion::Soap11, &fault).encode().unwrap());
        let expected = if *code == FaultCode::DataEncodingUnknown { &FaultCode::Sender } else { code };
        assert_eq!(old.kind(), *expected);
    }
}

#[test]
fn http_status() {
    #[track_caller]
    fn check(code: FaultCode, version: SoapVersion, status: FaultStatus, expected: u16) {
        assert_eq!(Fault::new(code, "no").http_status(version, status), expected);
    }
    check(FaultCode::InvalidSecurity, SoapVersion::Soap12, FaultStatus::Always500, 500);
    check(FaultCode::InvalidSecurity, SoapVersion::Soap12, FaultStatus::ByCode, 400);
    check(FaultCode::InvalidSecurity, SoapVersion::Soap11, FaultStatus::ByCode, 500);
    check(FaultCode::MustUnderstand, SoapVersion::Soap12, FaultStatus::ByCode, 500);
    check(FaultCode::InternalServiceFault, SoapVersion::Soap12, FaultStatus::ByCode, 500);
}

/// The WS-Addressing action of a fault follows from whose code it has.
#[test]
fn actions() {
    for code in FaultCode::KNOWN {
        let expected = match &*code.qname(SoapVersion::Soap12).ns {
            ns::WCF_DISPATCHER => {
                "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher/fault"
            }
            ns::WSA => "http://www.w3.org/2005/08/addressing/fault",
            _ => "http://www.w3.org/2005/08/addressing/soap/fault",
        };
        assert_eq!(Fault::new(code.clone(), "x").action(), expected, "{code:?}");
    }
    let mine = || QName::new("urn:x", "Mine");
    assert_eq!(Fault::new(FaultCode::Other(mine()), "x").action(), ns::SOAP_FAULT);
    assert_eq!(Fault::new(FaultCode::ActionNotSupported, "x").subcode(mine()).action(), ns::ADDRESSING_FAULT);
    assert_eq!(Fault::new(FaultCode::InternalServiceFault, "x").action(), ns::WCF_FAULT);
}
