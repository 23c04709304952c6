//! The attributes, parsed.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Ident, LitInt, LitStr, Result, Token, Type};

/// A struct to be derived.
pub(crate) struct Document {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) ns: TokenStream,
    pub(crate) declare: Vec<(LitStr, Expr)>,
    pub(crate) doc: String,
    pub(crate) members: Vec<Member>,
}

/// One of its members.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) name: String,
    pub(crate) ns: TokenStream,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) item: Option<(LitStr, TokenStream)>,
    pub(crate) item_aliases: Vec<LitStr>,
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
        let mut name = input.ident.to_string();
        let mut ns = quote!("");
        let mut declare = Vec::new();
        each(&input.attrs, |meta| {
            if meta.path.is_ident("name") {
                name = checked_name(&meta.value()?.parse()?)?;
            } else if meta.path.is_ident("ns") {
                ns = meta.value()?.parse::<Expr>()?.to_token_stream();
            } else if meta.path.is_ident("declare") {
                let content;
                syn::parenthesized!(content in meta.input);
                while !content.is_empty() {
                    let prefix = content.parse()?;
                    content.parse::<Token![=]>()?;
                    declare.push((prefix, content.parse()?));
                    if !content.is_empty() {
                        content.parse::<Token![,]>()?;
                    }
                }
            } else {
                return Err(meta.error("unknown argument; a struct takes name, ns and declare"));
            }
            Ok(())
        })?;
        let members = fields.named.iter().map(|field| Member::parse(field, &ns)).collect::<Result<Vec<_>>>()?;
        for (at, member) in members.iter().enumerate() {
            let twin = members.iter().take(at).find(|other| {
                other.name == member.name
                    && other.attribute == member.attribute
                    && other.ns.to_string() == member.ns.to_string()
            });
            if twin.is_some() {
                return Err(syn::Error::new_spanned(&member.ident, "another member has this name already"));
            }
        }
        Ok(Self { ident: input.ident.clone(), name, ns, declare, doc: doc(&input.attrs), members })
    }
}

impl Member {
    fn parse(field: &syn::Field, ns: &TokenStream) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(syn::Error::new(Span::call_site(), "members have names"));
        };
        let mut name = None;
        let mut own_ns = None;
        let mut item_ns = None;
        let mut item: Option<LitStr> = None;
        let mut member = Self {
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
                member.aliases.push(meta.value()?.parse()?);
            } else if is("item") {
                item = Some(meta.value()?.parse()?);
            } else if is("item_ns") {
                item_ns = Some(meta.value()?.parse::<Expr>()?.to_token_stream());
            } else if is("item_alias") {
                member.item_aliases.push(meta.value()?.parse()?);
            } else if is("required") {
                member.required = true;
            } else if is("max") {
                member.max = Some(meta.value()?.parse::<LitInt>()?.base10_parse()?);
            } else if is("ty") {
                member.kind = meta.value()?.parse::<LitStr>()?.value();
            } else if is("none") {
                let text: LitStr = meta.value()?.parse()?;
                member.none = match text.value().as_str() {
                    "omit" => NoneAs::Omitted,
                    "nil" => NoneAs::Nil,
                    "empty" => NoneAs::Empty,
                    _ => return Err(syn::Error::new_spanned(text, "none is \"omit\", \"nil\" or \"empty\"")),
                };
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
        let item_ns = item_ns.unwrap_or_else(|| member.ns.clone());
        member.item = item.map(|name| (name, item_ns));
        if member.attribute && member.item.is_some() {
            return Err(syn::Error::new_spanned(&member.ident, "an attribute has no items"));
        }
        Ok(member)
    }
}

fn each(attributes: &[Attribute], mut on: impl FnMut(ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("xml"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut on))
}

/// A local name, checked here so that the writer need not check it again.
fn checked_name(name: &LitStr) -> Result<String> {
    let text = name.value();
    let first = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    let sound = first && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if sound { Ok(text) } else { Err(syn::Error::new_spanned(name, "not a local name")) }
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
