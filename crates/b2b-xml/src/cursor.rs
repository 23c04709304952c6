//! The pull cursor: one pass over a document, no tree.

mod scanner;
pub(crate) mod scope;
mod tag;

use std::borrow::Cow;

pub use self::tag::{Attribute, Tag};

use self::scanner::{Scanner, StartTag, Token};
use self::scope::{Namespace, Scope, XML, XMLNS};
use self::tag::{Attributes, RawAttribute, broken, broken_name, resolve, split, value};
use crate::XSI;
use crate::declaration::{Field, Name, Record};
use crate::error::{DecodeError, DecodeErrorKind, Warning, WarningKind, excerpt};
use crate::input::{Traits, is_ncname, survey};
use crate::limits::{Doctype, Reading, Strictness};
use crate::place::{Finder, Place};

/// Walks a document element by element.
///
/// There is always one *current* element, whose start tag was read last and whose content comes next. [`child`] makes
/// its next child the current one; when there is none, its end tag has been read and its parent is current again.
/// [`text`] and [`skip`] read to the end tag as well. So each element is left by exactly one of the three:
///
/// ```
/// use b2b_xml::{Cursor, Name, Reading};
///
/// let mut cursor = Cursor::new("<a><b>1</b><c/><b>2</b></a>", Reading::default())?;
/// cursor.root()?;
/// let mut found = Vec::new();
/// while let Some(tag) = cursor.child()? {
///     match tag.local {
///         "b" => found.push(cursor.text()?.into_owned()),
///         _ => cursor.skip()?,
///     }
/// }
/// cursor.finish()?;
/// assert_eq!(found, ["1", "2"]);
/// # Ok::<(), b2b_xml::DecodeError>(())
/// ```
///
/// [`child`]: Self::child
/// [`text`]: Self::text
/// [`skip`]: Self::skip
#[derive(Debug)]
pub struct Cursor<'i> {
    scanner: Scanner<'i>,
    reading: Reading,
    traits: Traits,
    scope: Scope<'i>,
    open: Vec<Open<'i>>,
    tag: Tag<'i>,
    /// How often the scope had changed when the tag's prefix was resolved.
    resolved: u64,
    /// The current element was written `<a/>`: its end tag is not in the document.
    self_closed: bool,
    /// Where the element starts that was left last.
    left: usize,
    elements: u64,
    attributes: Vec<RawAttribute<'i>>,
    warnings: Vec<(usize, WarningKind)>,
    uncounted: usize,
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Open<'i> {
    start: usize,
    /// Its name as written, which its end tag must repeat.
    name: &'i str,
}

/// What comes next inside the current element.
enum Node<'i> {
    Child,
    Text(Cow<'i, str>),
    End,
}

impl<'i> Cursor<'i> {
    /// A cursor before a document.
    ///
    /// # Errors
    ///
    /// If the document is larger than allowed or holds a character that XML forbids.
    pub fn new(doc: &'i str, reading: Reading) -> Result<Self, DecodeError> {
        Self::with_scope(doc, reading, [])
    }

    /// A cursor before an element that was cut out of a document, with the namespace bindings in scope there.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn with_scope(
        doc: &'i str,
        reading: Reading,
        bindings: impl IntoIterator<Item = (&'i str, &'i str)>,
    ) -> Result<Self, DecodeError> {
        let doc = doc.strip_prefix('\u{FEFF}').unwrap_or(doc);
        let mut cursor = Self {
            scanner: Scanner::new(doc),
            reading,
            traits: Traits::default(),
            scope: Scope::default(),
            open: Vec::new(),
            tag: Tag { prefix: "", local: "", namespace: Namespace::None, attributes: "" },
            resolved: u64::MAX,
            self_closed: false,
            left: 0,
            elements: 0,
            attributes: Vec::new(),
            warnings: Vec::new(),
            uncounted: 0,
        };
        for (prefix, uri) in bindings {
            cursor.scope.bind(prefix, Cow::Borrowed(uri), 0);
        }
        let limit = reading.limits.bytes;
        if doc.len() as u64 > limit {
            return Err(DecodeError::new(DecodeErrorKind::Limit { what: "bytes", limit }, Place::default()));
        }
        cursor.traits = survey(doc).map_err(|(kind, at)| cursor.error_at(kind, at))?;
        Ok(cursor)
    }

    /// Reads to the root element and makes it current.
    ///
    /// # Errors
    ///
    /// If the document does not begin with a well-formed prolog and a start tag, or has a document type declaration
    /// that the [`Reading`] refuses.
    pub fn root(&mut self) -> Result<Tag<'i>, DecodeError> {
        let mut doctype = false;
        loop {
            let at = self.position();
            match self.token()? {
                Token::Start(tag) => {
                    self.enter(tag, at)?;
                    if !is_ncname(self.tag.local) {
                        return Err(self.error(broken_name(tag.name)));
                    }
                    return Ok(self.tag);
                }
                Token::Declaration(content) if at == 0 => {
                    check_declaration(content).map_err(|kind| self.error_at(kind, at))?;
                }
                Token::Doctype { declares } => {
                    let refusal = match self.reading.doctype {
                        Doctype::Refused => Some("the protocol sends none"),
                        Doctype::Bare if declares => Some("it has an internal subset"),
                        Doctype::Bare if doctype => Some("it is the second one"),
                        Doctype::Bare => None,
                    };
                    if let Some(reason) = refusal {
                        return Err(self.error_at(DecodeErrorKind::Doctype(reason), at));
                    }
                    doctype = true;
                }
                Token::Text(text) if is_blank(text) => {}
                Token::Comment => {}
                Token::Instruction(target) => self.check_instruction(target, at)?,
                Token::EndOfDocument => return Err(self.error_at(DecodeErrorKind::NoRoot, at)),
                Token::Declaration(_) => {
                    return Err(self.error_at(broken("an XML declaration is not at the beginning"), at));
                }
                _ => return Err(self.error_at(broken("text before the root element"), at)),
            }
        }
    }

    /// The start tag of the current element.
    #[must_use]
    pub fn tag(&self) -> Tag<'i> {
        self.tag
    }

    /// The namespace URI of the current element, empty for none.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.scope.uri(self.tag.namespace)
    }

    /// Whether the current element has this name.
    #[must_use]
    #[inline]
    pub fn is(&mut self, name: Name) -> bool {
        self.tag.local == name.local && (name.ns == Name::ANY || self.scope.is(self.tag.namespace, name.ns))
    }

    /// Makes the next child of the current element the current one. `None` means that the current element has ended.
    ///
    /// Text between the children is skipped, with a warning if there is any.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here, breaks a limit, or is read strictly and has text here.
    pub fn child(&mut self) -> Result<Option<Tag<'i>>, DecodeError> {
        loop {
            let at = self.position();
            match self.node()? {
                Node::Child => {
                    if !is_ncname(self.tag.local) {
                        return Err(self.error(broken_name(self.tag.local)));
                    }
                    return Ok(Some(self.tag));
                }
                Node::Text(text) if is_blank(&text) => {}
                Node::Text(text) => {
                    let kind = WarningKind::StrayText(excerpt(text.trim()));
                    self.warn_at(kind, at)?;
                }
                Node::End => return Ok(None),
            }
        }
    }

    /// Like [`child`](Self::child), for a declared record: finds the child's field, skips unknown children with a
    /// warning, and warns of children out of order. `last` is the index found last; begin with 0.
    ///
    /// # Errors
    ///
    /// As for [`child`](Self::child).
    #[inline]
    pub fn field(
        &mut self,
        record: &'static Record,
        last: &mut usize,
    ) -> Result<Option<(usize, &'static Field)>, DecodeError> {
        if let Some((index, field)) = self.foreseen(record, *last) {
            self.count()?;
            *last = index;
            return Ok(Some((index, field)));
        }
        loop {
            let at = self.position();
            match self.node()? {
                Node::Child => match self.find(record, *last) {
                    Some((index, field)) => {
                        if index < *last {
                            self.warn(WarningKind::OutOfOrder)?;
                        }
                        *last = index;
                        return Ok(Some((index, field)));
                    }
                    None => self.skip_unknown()?,
                },
                Node::Text(text) if is_blank(&text) => {}
                Node::Text(text) => {
                    let kind = WarningKind::StrayText(excerpt(text.trim()));
                    self.warn_at(kind, at)?;
                }
                Node::End => return Ok(None),
            }
        }
    }

    /// Like [`child`](Self::child), for a wrapped list: the next item, other children skipped with a warning.
    ///
    /// # Errors
    ///
    /// As for [`child`](Self::child).
    pub fn item(&mut self, name: Name, aliases: &[&str]) -> Result<bool, DecodeError> {
        while self.child()?.is_some() {
            if self.names(name, aliases) {
                return Ok(true);
            }
            self.skip_unknown()?;
        }
        Ok(false)
    }

    /// Skips the current element, with a warning that it is unknown.
    ///
    /// # Errors
    ///
    /// As for [`skip`](Self::skip); in strict reading always.
    pub fn skip_unknown(&mut self) -> Result<(), DecodeError> {
        if !is_ncname(self.tag.local) {
            return Err(self.error(broken_name(self.tag.local)));
        }
        self.warn(WarningKind::UnknownElement)?;
        self.skip()
    }

    /// Skips the current element with all it holds. What is skipped is checked like the rest.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here or breaks a limit.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        let depth = self.open.len();
        loop {
            match self.node()? {
                Node::Child if !is_ncname(self.tag.local) => return Err(self.error(broken_name(self.tag.local))),
                Node::Child | Node::Text(_) => {}
                Node::End if self.open.len() < depth => return Ok(()),
                Node::End => {}
            }
        }
    }

    /// The text of the current element up to its end tag: text, CDATA sections and references joined.
    ///
    /// Child elements are skipped with a warning.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed here, breaks a limit, or is read strictly and has an element here.
    pub fn text(&mut self) -> Result<Cow<'i, str>, DecodeError> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.node()? {
                Node::Text(more) if text.is_empty() => text = more,
                Node::Text(more) => text.to_mut().push_str(&more),
                Node::Child => {
                    self.warn(WarningKind::ElementInValue)?;
                    self.skip()?;
                }
                Node::End => return Ok(text),
            }
        }
    }

    /// The current element with all it holds, exactly as it stands in the document.
    ///
    /// # Errors
    ///
    /// As for [`skip`](Self::skip).
    pub fn raw(&mut self) -> Result<&'i str, DecodeError> {
        let start = self.here();
        self.skip()?;
        Ok(self.scanner.doc().get(start..self.position()).unwrap_or_default())
    }

    /// Whether the current element has attributes other than namespace declarations.
    #[must_use]
    pub fn has_attributes(&self) -> bool {
        !self.tag.attributes.is_empty()
            && Attributes::new(self.tag.attributes).flatten().any(|attribute| attribute.declares().is_none())
    }

    /// The value of an attribute of the current element, to be asked for before its content is read.
    ///
    /// # Errors
    ///
    /// If the value is not well-formed.
    pub fn attribute(&mut self, name: Name) -> Result<Option<Cow<'i, str>>, DecodeError> {
        if self.tag.attributes.is_empty() {
            return Ok(None);
        }
        for attribute in Attributes::new(self.tag.attributes).flatten() {
            if attribute.local != name.local || attribute.declares().is_some() {
                continue;
            }
            let namespace = self.attribute_namespace(&attribute)?;
            if name.ns == Name::ANY || self.scope.is(namespace, name.ns) {
                return value(attribute.value).map(Some).map_err(|kind| self.error(kind));
            }
        }
        Ok(None)
    }

    /// All attributes of the current element, namespace declarations excepted.
    ///
    /// # Errors
    ///
    /// If a value is not well-formed.
    pub fn attributes(&self) -> Result<Vec<Attribute<'i>>, DecodeError> {
        let mut attributes = Vec::new();
        for raw in Attributes::new(self.tag.attributes).flatten() {
            if raw.declares().is_none() {
                let namespace = self.attribute_namespace(&raw)?;
                let ns = self.scope.uri(namespace).to_owned();
                let value = value(raw.value).map_err(|kind| self.error(kind))?;
                attributes.push(Attribute { ns, local: raw.local, value });
            }
        }
        Ok(attributes)
    }

    /// Whether the current element says `xsi:nil="true"`.
    ///
    /// # Errors
    ///
    /// If the attribute is not well-formed.
    #[inline]
    pub fn is_nil(&mut self) -> Result<bool, DecodeError> {
        if self.tag.attributes.is_empty() {
            return Ok(false);
        }
        let nil = self.attribute(Name::new(XSI, "nil"))?;
        Ok(nil.is_some_and(|nil| matches!(nil.trim(), "true" | "1")))
    }

    /// The namespace URI that a prefix stands for at the current element, for values that are qualified names.
    #[must_use]
    pub fn resolve_prefix(&self, prefix: &str) -> Option<&str> {
        self.scope.resolve(prefix).map(|namespace| self.scope.uri(namespace))
    }

    /// Reads past the root to the end of the document and hands over the warnings.
    ///
    /// # Errors
    ///
    /// If anything but comments, processing instructions and white space follows the root.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        loop {
            let at = self.position();
            let what = match self.token()? {
                Token::EndOfDocument => return Ok(()),
                Token::Comment => continue,
                Token::Text(text) if is_blank(text) => continue,
                Token::Instruction(target) => {
                    self.check_instruction(target, at)?;
                    continue;
                }
                Token::Start(_) => "a second element",
                Token::Doctype { .. } | Token::Declaration(_) => "a declaration",
                Token::End(_) => "an end tag",
                _ => "text",
            };
            return Err(self.error_at(DecodeErrorKind::AfterRoot(what), at));
        }
    }

    /// The warnings so far with their places, and how many more there were than [`Limits::warnings`] keeps.
    ///
    /// [`Limits::warnings`]: crate::Limits::warnings
    pub fn take_warnings(&mut self) -> (Vec<Warning>, usize) {
        let mut found = std::mem::take(&mut self.warnings);
        found.sort_by_key(|(at, _)| *at);
        let mut finder = Finder::new(self.scanner.doc());
        let warnings = found.into_iter().map(|(at, kind)| Warning { kind, place: finder.find(at) }).collect();
        (warnings, std::mem::take(&mut self.uncounted))
    }

    /// Notes that something at the current element was forgiven.
    ///
    /// # Errors
    ///
    /// In strict reading, always.
    pub fn warn(&mut self, kind: WarningKind) -> Result<(), DecodeError> {
        self.warn_at(kind, self.here())
    }

    /// Notes that something at the element left last was forgiven.
    ///
    /// # Errors
    ///
    /// In strict reading, always.
    pub fn warn_left(&mut self, kind: WarningKind) -> Result<(), DecodeError> {
        self.warn_at(kind, self.left)
    }

    /// Whether one more warning would be kept: building one that is only counted is wasted work.
    #[must_use]
    pub(crate) fn keeps_warnings(&self) -> bool {
        self.reading.strictness == Strictness::Strict || self.warnings.len() < self.reading.limits.warnings
    }

    /// Counts a warning that is not kept.
    pub(crate) fn count_warning(&mut self) {
        self.uncounted += 1;
    }

    /// An error at the current element.
    #[must_use]
    pub fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        self.error_at(kind, self.here())
    }

    /// An error at the element left last.
    #[must_use]
    pub fn error_left(&self, kind: DecodeErrorKind) -> DecodeError {
        self.error_at(kind, self.left)
    }

    pub(crate) fn error_at(&self, kind: DecodeErrorKind, at: usize) -> DecodeError {
        DecodeError::new(kind, Place::locate(self.scanner.doc(), at))
    }

    fn warn_at(&mut self, kind: WarningKind, at: usize) -> Result<(), DecodeError> {
        if self.reading.strictness == Strictness::Strict {
            return Err(self.error_at(DecodeErrorKind::Strict(kind), at));
        }
        if self.warnings.len() < self.reading.limits.warnings {
            self.warnings.push((at, kind));
        } else {
            self.uncounted += 1;
        }
        Ok(())
    }

    /// Where the current element starts.
    fn here(&self) -> usize {
        self.open.last().map_or(0, |open| open.start)
    }

    #[inline]
    fn position(&self) -> usize {
        self.scanner.position()
    }

    #[inline]
    fn token(&mut self) -> Result<Token<'i>, DecodeError> {
        let at = self.position();
        self.scanner.token().map_err(|kind| self.error_at(kind, at))
    }

    /// The next piece of the current element's content.
    #[inline]
    fn node(&mut self) -> Result<Node<'i>, DecodeError> {
        if self.self_closed {
            self.self_closed = false;
            self.leave();
            return Ok(Node::End);
        }
        loop {
            if let Some(open) = self.open.last()
                && self.scanner.end_tag(open.name)
            {
                self.leave();
                return Ok(Node::End);
            }
            let at = self.position();
            match self.scanner.token() {
                Ok(Token::Start(tag)) => {
                    self.enter(tag, at)?;
                    return Ok(Node::Child);
                }
                Ok(Token::Text(text)) => return self.checked(text).map(Node::Text),
                other => match self.seldom(other, at)? {
                    Some(node) => return Ok(node),
                    None => continue,
                },
            }
        }
    }

    /// The tokens that hardly any document of these protocols has inside its root.
    #[cold]
    fn seldom(
        &mut self,
        token: Result<Token<'i>, DecodeErrorKind>,
        at: usize,
    ) -> Result<Option<Node<'i>>, DecodeError> {
        match token {
            Ok(Token::End(name)) => {
                let expected = self.open.last().map_or("", |open| open.name);
                if name != expected {
                    let what = format!("</{}> where </{}> should stand", excerpt(name), excerpt(expected));
                    return Err(self.error_at(DecodeErrorKind::NotWellFormed(what), at));
                }
                self.leave();
                Ok(Some(Node::End))
            }
            Ok(Token::CData(text)) => Ok(Some(Node::Text(self.unix_lines(text)))),
            Ok(Token::Reference(name)) => {
                let character = resolve(name).map_err(|kind| self.error(kind))?;
                Ok(Some(Node::Text(character.to_string().into())))
            }
            Ok(Token::Comment) => Ok(None),
            Ok(Token::Instruction(target)) => self.check_instruction(target, at).map(|()| None),
            Ok(Token::EndOfDocument) => Err(self.error_at(DecodeErrorKind::Truncated, at)),
            Ok(_) => Err(self.error_at(broken("a declaration inside the root element"), at)),
            Err(kind) => Err(self.error_at(kind, at)),
        }
    }

    /// Text with its line ends normalized, `]]>` refused.
    #[inline]
    fn checked(&self, text: &'i str) -> Result<Cow<'i, str>, DecodeError> {
        if self.traits.cdata_end && text.contains("]]>") {
            return Err(self.error(broken("']]>' in text")));
        }
        Ok(self.unix_lines(text))
    }

    #[inline]
    fn unix_lines(&self, text: &'i str) -> Cow<'i, str> {
        if self.traits.carriage_return && text.contains('\r') {
            return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
        }
        Cow::Borrowed(text)
    }

    /// Makes the start tag that was just read the current element.
    #[inline]
    fn enter(&mut self, tag: StartTag<'i>, start: usize) -> Result<(), DecodeError> {
        self.open.push(Open { start, name: tag.name });
        self.count()?;
        if !tag.attributes.is_empty() {
            self.declare(tag.attributes)?;
        }
        let (prefix, local) = match tag.colon {
            Some(colon) => tag.name.split_at_checked(colon).unwrap_or_default(),
            None => ("", tag.name),
        };
        let local = if tag.colon.is_some() { local.get(1..).unwrap_or_default() } else { local };
        if tag.colon == Some(0) {
            return Err(self.error(broken_name(tag.name)));
        }
        let Some(namespace) = self.scope.resolve(prefix) else {
            return Err(self.error(DecodeErrorKind::UnboundPrefix(excerpt(prefix))));
        };
        self.tag = Tag { prefix, local, namespace, attributes: tag.attributes };
        self.resolved = self.scope.changes();
        self.self_closed = tag.self_closed;
        Ok(())
    }

    /// Counts the element just entered against the limits.
    #[inline]
    fn count(&mut self) -> Result<(), DecodeError> {
        self.elements += 1;
        if self.open.len() > self.reading.limits.depth || self.elements > self.reading.limits.elements {
            return Err(self.too_many());
        }
        Ok(())
    }

    #[cold]
    fn too_many(&self) -> DecodeError {
        let limits = self.reading.limits;
        self.error(if self.open.len() > limits.depth {
            DecodeErrorKind::Limit { what: "elements inside one another", limit: limits.depth as u64 }
        } else {
            DecodeErrorKind::Limit { what: "elements", limit: limits.elements }
        })
    }

    #[inline]
    fn leave(&mut self) {
        self.scope.leave(self.open.len());
        self.left = self.open.pop().map_or(0, |open| open.start);
    }

    /// Checks the attributes of a start tag and binds the prefixes it declares.
    fn declare(&mut self, raw: &'i str) -> Result<(), DecodeError> {
        let mut attributes = std::mem::take(&mut self.attributes);
        attributes.clear();
        for attribute in Attributes::new(raw) {
            let attribute = attribute.map_err(|kind| self.error(kind))?;
            if attributes.iter().any(|known| known.name == attribute.name) {
                return Err(self.error(DecodeErrorKind::DuplicateAttribute(excerpt(attribute.name))));
            }
            attributes.push(attribute);
            let limit = self.reading.limits.attributes;
            if attributes.len() > limit {
                return Err(self.error(DecodeErrorKind::Limit { what: "attributes", limit: limit as u64 }));
            }
            if attribute.declares().is_some() {
                self.bind(&attribute)?;
            }
        }
        for (at, attribute) in attributes.iter().enumerate() {
            if attribute.declares().is_some() {
                continue;
            }
            value(attribute.value).map_err(|kind| self.error(kind))?;
            if attribute.prefix.is_empty() {
                continue;
            }
            let namespace = self.attribute_namespace(attribute)?;
            for earlier in attributes.iter().take(at) {
                if earlier.local == attribute.local && !earlier.prefix.is_empty() && earlier.declares().is_none() {
                    let other = self.attribute_namespace(earlier)?;
                    if self.scope.uri(other) == self.scope.uri(namespace) {
                        return Err(self.error(DecodeErrorKind::DuplicateAttribute(excerpt(attribute.name))));
                    }
                }
            }
        }
        self.attributes = attributes;
        Ok(())
    }

    /// Binds a prefix, within the reserved names of Namespaces in XML 1.0 section 3.
    fn bind(&mut self, attribute: &RawAttribute<'i>) -> Result<(), DecodeError> {
        let prefix = if attribute.prefix.is_empty() { "" } else { attribute.local };
        let uri = value(attribute.value).map_err(|kind| self.error(kind))?;
        let reserved = match prefix {
            "xml" => uri != XML,
            "xmlns" => true,
            "" => uri == XML || uri == XMLNS,
            _ => uri.is_empty() || uri == XML || uri == XMLNS,
        };
        if reserved {
            let what = format!("the prefix {prefix:?} cannot be bound to {:?}", excerpt(&uri));
            return Err(self.error(DecodeErrorKind::NotWellFormed(what)));
        }
        self.scope.bind(prefix, uri, self.open.len());
        Ok(())
    }

    fn attribute_namespace(&self, attribute: &RawAttribute<'_>) -> Result<Namespace, DecodeError> {
        if attribute.prefix.is_empty() {
            return Ok(Namespace::None);
        }
        self.scope
            .resolve(attribute.prefix)
            .ok_or_else(|| self.error(DecodeErrorKind::UnboundPrefix(excerpt(attribute.prefix))))
    }

    /// The next child, if it is the one that follows the last in the declaration and its tag is written like the last.
    ///
    /// So it mostly is, and then its name need not be taken apart and its prefix not be resolved again.
    #[inline]
    fn foreseen(&mut self, record: &'static Record, last: usize) -> Option<(usize, &'static Field)> {
        if self.self_closed || self.resolved != self.scope.changes() {
            return None;
        }
        for index in [last + 1, last] {
            if let Some(field) = record.elements.get(index).copied()
                && (field.name.ns == Name::ANY || self.scope.is(self.tag.namespace, field.name.ns))
            {
                let start = self.position();
                if let Some(name) = self.scanner.start_tag(self.tag.prefix, field.name.local) {
                    self.open.push(Open { start, name });
                    self.tag = Tag { local: field.name.local, attributes: "", ..self.tag };
                    return Some((index, field));
                }
            }
        }
        None
    }

    /// The field that the current element is: documents mostly come in order, so the next one is tried first.
    #[inline]
    fn find(&mut self, record: &'static Record, last: usize) -> Option<(usize, &'static Field)> {
        let elements = record.elements;
        for index in [last, last + 1] {
            if let Some(field) = elements.get(index).copied()
                && self.is(field.name)
            {
                return Some((index, field));
            }
        }
        for (index, field) in elements.iter().copied().enumerate() {
            if self.names(field.name, field.aliases) {
                return Some((index, field));
            }
        }
        None
    }

    fn names(&mut self, name: Name, aliases: &[&str]) -> bool {
        (self.tag.local == name.local || aliases.contains(&self.tag.local))
            && (name.ns == Name::ANY || self.scope.is(self.tag.namespace, name.ns))
    }

    fn check_instruction(&self, target: &str, at: usize) -> Result<(), DecodeError> {
        match split(target) {
            Ok(("", local)) if !local.eq_ignore_ascii_case("xml") => Ok(()),
            _ => Err(self.error_at(broken("a processing instruction without a proper name"), at)),
        }
    }

    /// The bindings in scope, for a record that is cut out here.
    pub(crate) fn bindings(&self) -> Vec<(String, String)> {
        self.scope.pairs().map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned())).collect()
    }
}

#[inline]
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// XML 1.0 production `XMLDecl`. The encoding has been dealt with before.
fn check_declaration(content: &str) -> Result<(), DecodeErrorKind> {
    let mut expected = ["version", "encoding", "standalone"].iter().peekable();
    for attribute in Attributes::new(content) {
        let attribute = attribute?;
        if expected.find(|name| **name == attribute.name).is_none() {
            return Err(broken("the XML declaration is broken"));
        }
        let sound = match attribute.name {
            "version" => attribute.value == "1.0",
            "standalone" => matches!(attribute.value, "yes" | "no"),
            _ => !attribute.value.is_empty(),
        };
        if !sound {
            return Err(broken(&format!("the XML declaration says {}={:?}", attribute.name, excerpt(attribute.value))));
        }
    }
    if expected.peek() == Some(&&"version") {
        return Err(broken("the XML declaration names no version"));
    }
    Ok(())
}
