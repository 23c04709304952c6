//! Envelopes, as they are written.

use std::fmt;

use b2b_xml::{EncodeError, ToXml, Writer, Writing};

use crate::addressing::Addressing;
use crate::header::HeaderBlock;
use crate::ns;
use crate::security::Security;
use crate::version::SoapVersion;

/// Which header blocks come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeaderOrder {
    /// Addressing, then security, as WCF writes them.
    #[default]
    AddressingFirst,
    /// Security, then addressing.
    SecurityFirst,
}

/// A message to be written: header blocks around a body.
///
/// ```
/// use wsse_soap::{Addressing, Envelope, Fragment, SoapVersion};
///
/// let body = Fragment::parse("<Ping xmlns=\"urn:ping\"/>")?;
/// let envelope = Envelope::new(SoapVersion::Soap11, &body).addressing(Addressing::action_only("urn:ping"));
/// assert_eq!(
///     envelope.encode()?,
///     r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="http://www.w3.org/2005/08/addressing">"#.to_owned()
///         + r#"<s:Header><a:Action>urn:ping</a:Action></s:Header><s:Body><Ping xmlns="urn:ping"/></s:Body></s:Envelope>"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Envelope<'b, B> {
    version: SoapVersion,
    body: &'b B,
    prefixes: Vec<(&'static str, &'static str)>,
    addressing: Option<Addressing>,
    security: Option<Security>,
    blocks: Vec<HeaderBlock>,
    order: HeaderOrder,
}

impl<'b, B> Envelope<'b, B> {
    /// An envelope without header blocks.
    #[must_use]
    pub fn new(version: SoapVersion, body: &'b B) -> Self {
        Self {
            version,
            body,
            prefixes: Vec::new(),
            addressing: None,
            security: None,
            blocks: Vec::new(),
            order: HeaderOrder::default(),
        }
    }

    /// With these namespace prefixes declared on the root: pairs of prefix and URI. They win over the prefixes `s`, `a`,
    /// `u` and `o` that SOAP, WS-Addressing and WS-Security have otherwise, as in WCF.
    #[must_use]
    pub fn prefixes(mut self, prefixes: &[(&'static str, &'static str)]) -> Self {
        self.prefixes.extend_from_slice(prefixes);
        self
    }

    /// With addressing headers.
    #[must_use]
    pub fn addressing(mut self, addressing: Addressing) -> Self {
        self.addressing = Some(addressing);
        self
    }

    /// With a security header.
    #[must_use]
    pub fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// With one more header block; they follow addressing and security.
    #[must_use]
    pub fn block(mut self, block: HeaderBlock) -> Self {
        self.blocks.push(block);
        self
    }

    /// With the header blocks in this order.
    #[must_use]
    pub fn header_order(mut self, order: HeaderOrder) -> Self {
        self.order = order;
        self
    }
}

impl<B: ToXml> Envelope<'_, B> {
    /// Writes the document, compactly and without XML declaration. It holds the password, so keep it out of logs.
    ///
    /// # Errors
    ///
    /// If a token lacks an input that its mode demands, an id is no `NCName`, a timestamp expires before it is created,
    /// or the body breaks its declaration: everything at once.
    pub fn encode(&self) -> Result<String, EncodeError> {
        self.encode_with(Writing::default())
    }

    /// Writes the document as told.
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode).
    pub fn encode_with(&self, writing: Writing) -> Result<String, EncodeError> {
        let mut writer = Writer::new(writing);
        writer.start(self.version.name("Envelope"), &self.declarations());
        if self.addressing.is_some() || self.security.is_some() || !self.blocks.is_empty() {
            writer.start(self.version.name("Header"), &[]);
            let addressing =
                |writer: &mut Writer| self.addressing.iter().for_each(|block| block.write(writer, self.version));
            let security =
                |writer: &mut Writer| self.security.iter().for_each(|block| block.write(writer, self.version));
            match self.order {
                HeaderOrder::AddressingFirst => {
                    addressing(&mut writer);
                    security(&mut writer);
                }
                HeaderOrder::SecurityFirst => {
                    security(&mut writer);
                    addressing(&mut writer);
                }
            }
            self.blocks.iter().for_each(|block| block.write(&mut writer, self.version));
            writer.end();
        }
        writer.start(self.version.name("Body"), &[]);
        writer.document(self.body);
        writer.end();
        writer.end();
        writer.finish()
    }

    /// Writes the document with the HTTP headers that go with it. The action is the one of the addressing headers.
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode).
    pub fn message(&self) -> Result<Message, EncodeError> {
        self.message_for(self.addressing.as_ref().and_then(|addressing| addressing.action.as_deref()))
    }

    /// Writes the document with the HTTP headers for this action. A SOAP 1.1 service with addressing headers demands
    /// that the two agree (WS-Addressing SOAP Binding, section 4.2).
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode).
    pub fn message_for(&self, action: Option<&str>) -> Result<Message, EncodeError> {
        Ok(Message {
            content_type: self.version.content_type(action),
            soap_action: self.version.soap_action(action),
            body: self.encode()?,
        })
    }

    fn declarations(&self) -> Vec<(&'static str, &'static str)> {
        // A fault body tells the version by what is bound, so the other version's namespace stays out.
        let foreign = self.version.other().namespace();
        let mut all: Vec<_> = self.prefixes.iter().copied().filter(|(_, uri)| *uri != foreign).collect();
        let mut add = |prefix, uri| {
            if !all.iter().any(|(_, known)| *known == uri) && !all.iter().any(|(known, _)| *known == prefix) {
                all.push((prefix, uri));
            }
        };
        add("s", self.version.namespace());
        if self.addressing.is_some() {
            add("a", ns::WSA);
        }
        if self.security.is_some() {
            add("u", ns::WSU);
        }
        all
    }
}

impl<B> fmt::Debug for Envelope<'_, B> {
    /// Everything but the body, which may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("version", &self.version)
            .field("addressing", &self.addressing)
            .field("security", &self.security)
            .field("blocks", &self.blocks.len())
            .finish_non_exhaustive()
    }
}

/// A written message and its HTTP headers: what to put into the POST request, or into the response.
#[derive(Clone)]
#[non_exhaustive]
pub struct Message {
    /// The `Content-Type` header.
    pub content_type: String,
    /// The `SOAPAction` header, quotes included; requests in SOAP 1.1 only.
    pub soap_action: Option<String>,
    /// The body of the request. It holds the password, so keep it out of logs.
    pub body: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("content_type", &self.content_type)
            .field("soap_action", &self.soap_action)
            .field("body", &format_args!("‹{} bytes›", self.body.len()))
            .finish()
    }
}

/// The body of a message that has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmptyBody;

impl ToXml for EmptyBody {
    const RECORD: Option<&'static b2b_xml::Record> = None;

    fn write(&self, _: &mut Writer, _: &'static b2b_xml::Field) {}
}

impl b2b_xml::FromXml for EmptyBody {
    const RECORD: Option<&'static b2b_xml::Record> = None;

    fn read(cursor: &mut b2b_xml::Cursor<'_>) -> Result<Option<Self>, b2b_xml::DecodeError> {
        cursor.skip_unknown()?;
        Ok(Some(Self))
    }

    fn of_empty(_: &mut b2b_xml::Cursor<'_>) -> Result<Option<Self>, b2b_xml::DecodeError> {
        Ok(Some(Self))
    }
}
