//! The attributes, parsed.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Ident, LitInt, LitStr, Result, Token, Type};

/// A struct to be derived.
pub(crate) struct Document {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) ns: TokenStream,
    pub(crate) declare: Vec<(LitStr, Expr)>,
    pub(crate) check: Option<Expr>,
    pub(crate) doc: String,
    pub(crate) members: Vec<Member>,
}

/// One of its members.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// Its number in the struct.
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) ns: TokenStream,
    pub(crate) aliases: Vec<String>,
    pub(crate) item: Option<(String, TokenStream)>,
    pub(crate) item_aliases: Vec<String>,
    pub(crate) required: bool,
    pub(crate) max: Option<u32>,
    pub(crate) kind: String,
    pub(crate) none: NoneAs,
    pub(crate) attribute: bool,
    pub(crate) doc: String,
}

#[derive(Clone, Copy, Default)]
pub(crate) enum NoneAs {
    #[default]
    Omitted,
    Nil,
    Empty,
}

impl Document {
    pub(crate) fn parse(input: &DeriveInput) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(syn::Error::new_spanned(&input.ident, "only structs can be documents"));
        };
        let Fields::Named(fields) = &data.fields else {
            return Err(syn::Error::new_spanned(&input.ident, "only structs with named members can be documents"));
        };
        if !input.generics.params.is_empty() {
            return Err(syn::Error::new_spanned(&input.generics, "documents have no generic parameters"));
        }
        let mut name = None;
        let mut ns = quote!("");
        let mut declare: Vec<(LitStr, Expr)> = Vec::new();
        let mut check = None;
        each(&input.attrs, |meta| {
            if meta.path.is_ident("name") {
                name = Some(checked_name(&meta.value()?.parse()?)?);
            } else if meta.path.is_ident("ns") {
                ns = meta.value()?.parse::<Expr>()?.to_token_stream();
            } else if meta.path.is_ident("check") {
                check = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("declare") {
                let content;
                syn::parenthesized!(content in meta.input);
                while !content.is_empty() {
                    let prefix = checked_prefix(content.parse()?)?;
                    if declare.iter().any(|(known, _)| known.value() == prefix.value()) {
                        return Err(syn::Error::new_spanned(prefix, "this prefix is declared twice"));
                    }
                    content.parse::<Token![=]>()?;
                    declare.push((prefix, content.parse()?));
                    if !content.is_empty() {
                        content.parse::<Token![,]>()?;
                    }
                }
            } else {
                return Err(meta.error("unknown argument; a struct takes name, ns, declare and check"));
            }
            Ok(())
        })?;
        let name = name.unwrap_or_else(|| input.ident.unraw().to_string());
        if !is_ncname(&name) {
            return Err(syn::Error::new_spanned(&input.ident, "not a local name; say another: #[xml(name = \"…\")]"));
        }
        let members = fields.named.iter().enumerate();
        let members = members.map(|(number, field)| Member::parse(number, field, &ns)).collect::<Result<Vec<_>>>()?;
        for (at, member) in members.iter().enumerate() {
            if members.iter().take(at).any(|other| other.clashes(member)) {
                return Err(syn::Error::new_spanned(&member.ident, "another member has this name already"));
            }
        }
        Ok(Self { ident: input.ident.clone(), name, ns, declare, check, doc: doc(&input.attrs), members })
    }
}

impl Member {
    fn parse(number: usize, field: &syn::Field, ns: &TokenStream) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(syn::Error::new(Span::call_site(), "members have names"));
        };
        let mut name = None;
        let mut own_ns = None;
        let mut item_ns = None;
        let mut item = None;
        let mut none = None;
        let mut member = Self {
            number,
            ty: field.ty.clone(),
            name: String::new(),
            ns: ns.clone(),
            aliases: Vec::new(),
            item: None,
            item_aliases: Vec::new(),
            required: false,
            max: None,
            kind: String::new(),
            none: NoneAs::default(),
            attribute: false,
            doc: doc(&field.attrs),
            ident,
        };
        each(&field.attrs, |meta| {
            let is = |name: &str| meta.path.is_ident(name);
            if is("name") {
                name = Some(checked_name(&meta.value()?.parse()?)?);
            } else if is("ns") {
                own_ns = Some(meta.value()?.parse::<Expr>()?.to_token_stream());
            } else if is("alias") {
                member.aliases.push(checked_name(&meta.value()?.parse()?)?);
            } else if is("item") {
                item = Some(checked_name(&meta.value()?.parse()?)?);
            } else if is("item_ns") {
                item_ns = Some(meta.value()?.parse::<Expr>()?.to_token_stream());
            } else if is("item_alias") {
                member.item_aliases.push(checked_name(&meta.value()?.parse()?)?);
            } else if is("required") {
                member.required = true;
            } else if is("max") {
                member.max = Some(meta.value()?.parse::<LitInt>()?.base10_parse()?);
            } else if is("ty") {
                member.kind = meta.value()?.parse::<LitStr>()?.value();
            } else if is("none") {
                let text: LitStr = meta.value()?.parse()?;
                none = Some(match text.value().as_str() {
                    "omit" => NoneAs::Omitted,
                    "nil" => NoneAs::Nil,
                    "empty" => NoneAs::Empty,
                    _ => return Err(syn::Error::new_spanned(text, "none is \"omit\", \"nil\" or \"empty\"")),
                });
            } else if is("attribute") {
                member.attribute = true;
            } else {
                return Err(meta.error(
                    "unknown argument; a member takes name, ns, alias, item, item_ns, item_alias, required, max, ty, none \
                     and attribute",
                ));
            }
            Ok(())
        })?;
        member.name = name
            .ok_or_else(|| syn::Error::new_spanned(&member.ident, "say which element this is: #[xml(name = \"…\")]"))?;
        if member.attribute {
            member.ns = quote!("");
        }
        if let Some(own) = own_ns {
            member.ns = own;
        }
        let unfit = if item.is_none() && (item_ns.is_some() || !member.item_aliases.is_empty()) {
            Some("item_ns and item_alias say more about an item: say item = \"…\"")
        } else if !member.attribute {
            None
        } else if item.is_some() {
            Some("an attribute has no items")
        } else if !member.aliases.is_empty() {
            Some("an attribute has no aliases")
        } else if none.is_some() {
            Some("an absent attribute is left out; none is for elements")
        } else {
            None
        };
        if let Some(message) = unfit {
            return Err(syn::Error::new_spanned(&member.ident, message));
        }
        let item_ns = item_ns.unwrap_or_else(|| member.ns.clone());
        member.item = item.map(|name| (name, item_ns));
        member.none = none.unwrap_or_default();
        Ok(member)
    }

    /// Whether the reader could not tell this member from another one.
    fn clashes(&self, other: &Self) -> bool {
        let mut names = std::iter::once(&self.name).chain(&self.aliases);
        self.attribute == other.attribute
            && self.ns.to_string() == other.ns.to_string()
            && names.any(|name| *name == other.name || other.aliases.contains(name))
    }
}

/// Calls `on` for each argument of each `#[xml(…)]`. Only aliases may be given more than once.
fn each(attributes: &[Attribute], mut on: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    let mut seen = Vec::new();
    attributes.iter().filter(|attribute| attribute.path().is_ident("xml")).try_for_each(|attribute| {
        attribute.parse_nested_meta(|meta| {
            if let Some(argument) = meta.path.get_ident().map(ToString::to_string) {
                if seen.contains(&argument) && !argument.ends_with("alias") {
                    return Err(meta.error(format!("{argument} is given twice")));
                }
                seen.push(argument);
            }
            on(&meta)
        })
    })
}

/// A local name, checked here so that the writer need not check it again.
fn checked_name(name: &LitStr) -> Result<String> {
    let text = name.value();
    if is_ncname(&text) { Ok(text) } else { Err(syn::Error::new_spanned(name, "not a local name")) }
}

/// A prefix that may be declared; the empty one stands for the default namespace.
fn checked_prefix(prefix: LitStr) -> Result<LitStr> {
    let text = prefix.value();
    if matches!(text.as_str(), "xml" | "xmlns") {
        return Err(syn::Error::new_spanned(prefix, "this prefix is reserved"));
    }
    if !text.is_empty() && !is_ncname(&text) {
        return Err(syn::Error::new_spanned(prefix, "not a prefix"));
    }
    Ok(prefix)
}

/// Namespaces in XML 1.0, production `NCName`.
///
/// The same tables as in `b2b-xml`, which depends on this crate and so cannot lend its own; a test compares the two.
fn is_ncname(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(c: char) -> bool {
    starts_name(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// The doc comment as one paragraph.
fn doc(attributes: &[Attribute]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| match &attribute
            .meta
            .require_name_value()
            .ok()?
            .value
        {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) => Some(line.value().trim().to_owned()),
            _ => None,
        });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use b2b_xml::{Cursor, Reading};

    use super::is_ncname;

    #[test]
    fn names_are_those_the_reader_knows() {
        let read = |name: &str| {
            let document = format!("<{name}/>");
            let Ok(mut cursor) = Cursor::new(&document, Reading::default()) else { return false };
            cursor.root().is_ok_and(|tag| tag.local == name) && cursor.finish().is_ok()
        };
        // Beyond the basic plane the ranges begin and end where the planes do.
        let beyond = (1..=16).flat_map(|plane: u32| (plane << 16) - 2..(plane << 16) + 2);
        for c in (0..=0xFFFF).chain(beyond).chain([0x10_FFFF]).filter_map(char::from_u32) {
            for name in [c.to_string(), format!("a{c}")] {
                assert_eq!(is_ncname(&name), read(&name), "{name:?}");
            }
        }
    }
}
