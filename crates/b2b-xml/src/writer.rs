//! The writer: elements in, text out, and every violation noted.

mod escape;
mod namespaces;
mod writing;

use std::fmt;
use std::ops::Range;

pub use self::writing::{Layout, Writing};

use self::namespaces::{Binding, reserved};
use crate::XSI;
use crate::declaration::{Field, Name};
use crate::error::{EncodeError, Problem, Violation};
use crate::lexical::Lexical;
use crate::place::push_step;

/// Writes a document element by element.
///
/// Nothing it is told fails at once: what must not be sent is noted, and [`finish`](Self::finish) reports all of it. That
/// includes whatever would make the document ill-formed: characters that XML cannot carry, an attribute or a prefix given
/// twice, reserved prefixes, text outside the root, no root or a second one, an end too many.
///
/// The caller answers for what is written as given: that the local name of each [`Name`] and each declared prefix is an
/// `NCName` (which the derive checks), and that what [`raw`](Self::raw) writes fits where it stands.
///
/// ```
/// use b2b_xml::{Name, Writer, Writing};
///
/// const NS: &str = "http://example.com/";
/// let mut writer = Writer::new(Writing::default());
/// writer.start(Name::new(NS, "a"), &[("x", NS)]);
/// writer.leaf(Name::new(NS, "b"), "1 < 2");
/// writer.end();
/// assert_eq!(writer.finish()?, r#"<x:a xmlns:x="http://example.com/"><x:b>1 &lt; 2</x:b></x:a>"#);
/// # Ok::<(), b2b_xml::EncodeError>(())
/// ```
pub struct Writer {
    out: String,
    layout: Layout,
    open: Vec<Open>,
    /// The prefixes in scope, innermost last. The first is `xml`, which is never declared.
    bindings: Vec<Binding>,
    /// The start tag of the innermost element lacks its `>`.
    tag_open: bool,
    /// Where in the output the names of its attributes stand.
    attributes: Vec<Range<usize>>,
    /// A root element has begun.
    root: bool,
    /// There is XML outside it that may be one too.
    raw: bool,
    scratch: String,
    violations: Vec<Violation>,
}

impl fmt::Debug for Writer {
    /// Where the writer is, and nothing of what it wrote: that may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("path", &self.path())
            .field("bytes", &self.out.len())
            .field("violations", &self.violations)
            .finish_non_exhaustive()
    }
}

struct Open {
    ns: &'static str,
    prefix: Option<usize>,
    local: &'static str,
    /// Its number among the siblings of its name that stand together.
    index: usize,
    /// Bindings outside this element.
    bindings: usize,
    /// Bindings inside it, those that it declares included.
    inner: usize,
    /// Its last child so far, and that child's number.
    child: Option<(&'static str, usize)>,
}

impl Writer {
    /// A writer with nothing written.
    #[must_use]
    pub fn new(writing: Writing) -> Self {
        let mut out = String::new();
        if writing.declaration {
            out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
            if writing.layout == Layout::Indented {
                out.push('\n');
            }
        }
        Self {
            out,
            layout: writing.layout,
            open: Vec::new(),
            bindings: vec![Binding::XML],
            tag_open: false,
            attributes: Vec::new(),
            root: false,
            raw: false,
            scratch: String::new(),
            violations: Vec::new(),
        }
    }

    /// Begins an element and declares namespace prefixes on it; the empty prefix is the default namespace.
    ///
    /// The element's own prefix is the innermost one bound to its namespace. If there is none, one is declared.
    pub fn start(&mut self, name: Name, declare: &[(&'static str, &'static str)]) {
        self.close_tag();
        let mut index = 1;
        if let Some(parent) = self.open.last_mut() {
            index = match parent.child {
                Some((local, number)) if local == name.local => number + 1,
                _ => 1,
            };
            parent.child = Some((name.local, index));
            self.indent();
        } else if self.root {
            self.violate(rule("has a second root element"));
        }
        self.root = true;
        let outside = self.bindings.len();
        let ns = if name.ns == Name::ANY { "" } else { name.ns };
        let noted = self.violations.len();
        for (at, &(prefix, uri)) in declare.iter().enumerate() {
            if declare.iter().take(at).any(|(known, other)| *known == prefix && *other != uri) {
                self.violate(Problem::Rule(format!("declares the prefix {prefix:?} twice")));
                continue;
            }
            if reserved(prefix, uri) {
                self.violate(Problem::Rule(format!("declares the prefix {prefix:?} for {uri:?}, which is reserved")));
                continue;
            }
            // An element in no namespace cannot stand in the default namespace that it declares, and no prefix can be
            // declared to stand for no namespace.
            let unfit = if prefix.is_empty() { ns.is_empty() } else { uri.is_empty() };
            if self.uri(prefix) != Some(uri) && !unfit {
                self.bindings.push(Binding::new(prefix, uri));
            }
        }
        let prefix = match self.inherited(ns).map_or_else(|| self.prefix(ns, true), Ok) {
            Ok(prefix) => prefix,
            Err(()) => Some(self.invent(ns)),
        };
        self.out.push('<');
        self.push_name(prefix, name.local);
        let inner = self.bindings.len();
        self.open.push(Open { ns, prefix, local: name.local, index, bindings: outside, inner, child: None });
        self.attributes.clear();
        if noted < self.violations.len() {
            let path = self.path();
            self.violations.iter_mut().skip(noted).for_each(|violation| violation.path.clone_from(&path));
        }
        for at in outside..self.bindings.len() {
            self.push_declaration(at);
        }
        self.tag_open = true;
    }

    /// Adds an attribute to the element just begun.
    pub fn attribute(&mut self, name: Name, value: &impl Lexical) {
        let text = self.lexical(value);
        self.push_attribute(name, &text);
        self.scratch = text;
    }

    /// Adds a declared attribute, and notes what the declaration forbids.
    pub(crate) fn attribute_value(&mut self, value: &impl Lexical, field: &'static Field) {
        let text = self.lexical(value);
        let noted = self.violations.len();
        self.check(&text, field);
        self.rename_from(noted, field.name.local);
        self.push_attribute(field.name, &text);
        self.scratch = text;
    }

    fn push_attribute(&mut self, name: Name, text: &str) {
        let noted = self.violations.len();
        if !self.tag_open {
            self.violate(rule("stands behind content, where no attribute can stand"));
            return self.rename_from(noted, name.local);
        }
        let ns = if name.ns == Name::ANY { "" } else { name.ns };
        let prefix = match (ns, self.prefix(ns, false)) {
            ("", _) => None,
            (_, Ok(prefix)) => prefix,
            (_, Err(())) => {
                let at = self.invent(ns);
                self.push_declaration(at);
                Some(at)
            }
        };
        self.out.push(' ');
        let from = self.out.len();
        self.push_name(prefix, name.local);
        self.check_attribute(from);
        self.out.push_str("=\"");
        self.escape(text, true);
        self.out.push('"');
        self.rename_from(noted, name.local);
    }

    /// Notes that the attribute whose name has just been written, from `from` on, has stood in this tag before.
    fn check_attribute(&mut self, from: usize) {
        let name = from..self.out.len();
        let written = |name: &Range<usize>| self.out.get(name.clone());
        let twice = self.attributes.iter().any(|earlier| written(earlier) == written(&name));
        self.attributes.push(name);
        if twice {
            self.violate(rule("stands in its element twice"));
        }
    }

    /// The text of a value, in the scratch buffer, which is to be given back.
    fn lexical(&mut self, value: &impl Lexical) -> String {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        value.write(&mut text);
        text
    }

    /// Notes what the declaration forbids.
    fn check(&mut self, text: &str, field: &'static Field) {
        if text.is_empty() && field.required {
            self.violate(Problem::Required);
        }
        if let Some(max) = field.max {
            let length = if text.len() > max as usize { text.chars().count() } else { 0 };
            if length > max as usize {
                self.violate(Problem::TooLong { length, max });
            }
        }
        if let Some(check) = field.check
            && !text.is_empty()
            && let Err(broken) = check(field, text)
        {
            self.violate(Problem::Rule(broken));
        }
    }

    /// Makes violations of the innermost element those of one of its attributes.
    fn rename_from(&mut self, noted: usize, attribute: &str) {
        for violation in self.violations.iter_mut().skip(noted) {
            if violation.path != "/" {
                violation.path.push('/');
            }
            violation.path.push('@');
            violation.path.push_str(attribute);
        }
    }

    /// Writes text inside the element just begun.
    pub fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.close_tag();
            if self.open.is_empty() {
                self.violate(rule("has text outside its root element"));
            }
            self.escape(text, false);
        }
    }

    /// Writes a value inside the element just begun, and notes what the declaration forbids.
    pub fn value(&mut self, value: &impl Lexical, field: &'static Field) {
        let text = self.lexical(value);
        self.check(&text, field);
        self.text(&text);
        self.scratch = text;
    }

    /// Writes an element that holds only text.
    pub fn leaf(&mut self, name: Name, text: &str) {
        self.start(name, &[]);
        self.text(text);
        self.end();
    }

    /// Writes `<Element xsi:nil="true"/>`.
    pub fn nil(&mut self, name: Name) {
        self.start(name, &[]);
        self.attribute(Name::new(XSI, "nil"), &true);
        self.end();
    }

    /// Writes elements that are already XML, such as a fault's detail. The caller answers for their well-formedness,
    /// and where no element is open, for there being one root.
    pub fn raw(&mut self, xml: &str) {
        self.close_tag();
        self.raw |= !xml.is_empty() && self.open.is_empty();
        self.out.push_str(xml);
    }

    /// Ends the innermost element.
    pub fn end(&mut self) {
        let Some(open) = self.open.pop() else {
            return self.violate(rule("has an end where no element is open"));
        };
        if self.tag_open {
            self.out.push_str("/>");
            self.tag_open = false;
        } else {
            if open.child.is_some() {
                self.indent();
            }
            self.out.push_str("</");
            self.push_name(open.prefix, open.local);
            self.out.push('>');
        }
        self.bindings.truncate(open.bindings);
    }

    /// Notes that required content is missing.
    pub fn require(&mut self, field: &'static Field) {
        let path = format!("{}/{}", self.path().trim_end_matches('/'), field.name.local);
        self.violations.push(Violation { path, problem: Problem::Required });
    }

    /// Notes that a required attribute is missing.
    pub(crate) fn require_attribute(&mut self, field: &'static Field) {
        let path = format!("{}/@{}", self.path(), field.name.local);
        self.violations.push(Violation { path, problem: Problem::Required });
    }

    /// Notes that the innermost element breaks a rule.
    pub fn violate(&mut self, problem: Problem) {
        let path = self.path();
        self.violations.push(Violation { path, problem });
    }

    /// The document.
    ///
    /// # Errors
    ///
    /// If anything was noted on the way: everything at once.
    pub fn finish(mut self) -> Result<String, EncodeError> {
        while !self.open.is_empty() {
            self.end();
        }
        if !self.root && !self.raw {
            self.violate(rule("has no root element"));
        }
        if self.violations.is_empty() { Ok(self.out) } else { Err(EncodeError::new(self.violations)) }
    }

    fn path(&self) -> String {
        if self.open.is_empty() {
            return "/".to_owned();
        }
        let mut path = String::new();
        for open in &self.open {
            push_step(&mut path, open.local, open.index);
        }
        path
    }

    fn close_tag(&mut self) {
        if self.tag_open {
            self.out.push('>');
            self.tag_open = false;
        }
    }

    fn indent(&mut self) {
        if self.layout == Layout::Indented {
            self.out.push('\n');
            for _ in 0..self.open.len() {
                self.out.push_str("  ");
            }
        }
    }
}

#[cold]
fn rule(broken: &str) -> Problem {
    Problem::Rule(broken.to_owned())
}
