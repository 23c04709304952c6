//! The implementations.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::declaration::{Document, Member, NoneAs};

pub(crate) fn from_xml(document: &Document) -> TokenStream {
    let statics = statics(document, &quote!(ReadField));
    let ident = &document.ident;
    let elements: Vec<&Member> = document.members.iter().filter(|member| !member.attribute).collect();
    let attributes: Vec<&Member> = document.members.iter().filter(|member| member.attribute).collect();
    let members: Vec<&Ident> = document.members.iter().map(|member| &member.ident).collect();
    let values: Vec<Ident> = document.members.iter().map(local).collect();

    let element_types: Vec<_> = elements.iter().map(|member| &member.ty).collect();
    let element_names: Vec<Ident> = elements.iter().map(|member| local(member)).collect();
    let element_indexes = 0..elements.len();
    let element_statics: Vec<Ident> = elements.iter().map(|member| name_of(member)).collect();
    let attribute_types: Vec<_> = attributes.iter().map(|member| &member.ty).collect();
    let attribute_names: Vec<Ident> = attributes.iter().map(|member| local(member)).collect();
    let attribute_statics: Vec<Ident> = attributes.iter().map(|member| name_of(member)).collect();
    let empty_unless = if attributes.is_empty() { quote!(!any) } else { quote!(!any && !attributed) };
    let attributed = if attributes.is_empty() { quote!() } else { quote!(let attributed = cursor.has_attributes();) };

    quote! {
        const _: () = {
            #statics

            #[automatically_derived]
            impl ::b2b_xml::FromXml for #ident {
                const RECORD: ::core::option::Option<&'static ::b2b_xml::Record> = ::core::option::Option::Some(&__B2B_XML_RECORD);

                fn read(
                    cursor: &mut ::b2b_xml::Cursor<'_>,
                ) -> ::core::result::Result<::core::option::Option<Self>, ::b2b_xml::DecodeError> {
                    #attributed
                    #(
                        let #attribute_names = cursor.attribute(#attribute_statics.name)?;
                        let #attribute_names =
                            <#attribute_types as ::b2b_xml::ReadAttribute>::read(#attribute_names, cursor, &#attribute_statics)?;
                    )*
                    #(
                        let mut #element_names: <#element_types as ::b2b_xml::ReadField>::Slot =
                            ::core::default::Default::default();
                    )*
                    let mut any = false;
                    let mut last = 0;
                    while let ::core::option::Option::Some((index, field)) = cursor.field(&__B2B_XML_RECORD, &mut last)? {
                        any = true;
                        match index {
                            #(
                                #element_indexes =>
                                    <#element_types as ::b2b_xml::ReadField>::read(&mut #element_names, cursor, field)?,
                            )*
                            _ => cursor.skip()?,
                        }
                    }
                    if #empty_unless {
                        return ::core::result::Result::Ok(::core::option::Option::None);
                    }
                    #(
                        let #element_names =
                            <#element_types as ::b2b_xml::ReadField>::finish(#element_names, cursor, &#element_statics)?;
                    )*
                    ::core::result::Result::Ok(::core::option::Option::Some(Self { #(#members: #values),* }))
                }

                fn of_empty(
                    cursor: &mut ::b2b_xml::Cursor<'_>,
                ) -> ::core::result::Result<::core::option::Option<Self>, ::b2b_xml::DecodeError> {
                    #(
                        let #attribute_names = <#attribute_types as ::b2b_xml::ReadAttribute>::read(
                            ::core::option::Option::None, cursor, &#attribute_statics,
                        )?;
                    )*
                    #(
                        let #element_names = <#element_types as ::b2b_xml::ReadField>::finish(
                            ::core::default::Default::default(), cursor, &#element_statics,
                        )?;
                    )*
                    ::core::result::Result::Ok(::core::option::Option::Some(Self { #(#members: #values),* }))
                }
            }
        };
    }
}

pub(crate) fn to_xml(document: &Document) -> TokenStream {
    let statics = statics(document, &quote!(WriteField));
    let ident = &document.ident;
    let write = |attribute: bool| {
        document.members.iter().filter(move |member| member.attribute == attribute).map(move |member| {
            let (name, ty, field) = (&member.ident, &member.ty, name_of(member));
            let role = if attribute { quote!(WriteAttribute) } else { quote!(WriteField) };
            quote!(<#ty as ::b2b_xml::#role>::write(&self.#name, writer, &#field);)
        })
    };
    let (attributes, elements) = (write(true), write(false));

    quote! {
        const _: () = {
            #statics

            #[automatically_derived]
            impl ::b2b_xml::ToXml for #ident {
                const RECORD: ::core::option::Option<&'static ::b2b_xml::Record> = ::core::option::Option::Some(&__B2B_XML_RECORD);

                fn write(&self, writer: &mut ::b2b_xml::Writer, _: &'static ::b2b_xml::Field) {
                    #(#attributes)*
                    #(#elements)*
                }
            }
        };
    }
}

/// The declaration as static data. `role` is the trait that knows the declaration of a member's type.
fn statics(document: &Document, role: &TokenStream) -> TokenStream {
    let fields = document.members.iter().map(|member| field(member, document, role));
    let names =
        |attribute: bool| document.members.iter().filter(move |member| member.attribute == attribute).map(name_of);
    let (elements, attributes) = (names(false), names(true));
    let (name, ns, doc) = (&document.name, &document.ns, &document.doc);
    let declare = document.declare.iter().map(|(prefix, uri)| quote!((#prefix, #uri)));
    quote! {
        #(#fields)*
        static __B2B_XML_RECORD: ::b2b_xml::Record = ::b2b_xml::Record {
            name: ::b2b_xml::Name::new(#ns, #name),
            doc: #doc,
            elements: &[#(&#elements),*],
            attributes: &[#(&#attributes),*],
            declare: &[#(#declare),*],
        };
    }
}

fn field(member: &Member, document: &Document, role: &TokenStream) -> TokenStream {
    let Member { ty, name, ns, aliases, item_aliases, required, kind, doc, .. } = member;
    let ident = name_of(member);
    let item = match &member.item {
        Some((item, ns)) => quote!(::core::option::Option::Some(::b2b_xml::Name::new(#ns, #item))),
        None => quote!(::core::option::Option::None),
    };
    let max = match member.max {
        Some(max) => quote!(::core::option::Option::Some(#max)),
        None => quote!(::core::option::Option::None),
    };
    let none = match member.none {
        NoneAs::Omitted => quote!(::b2b_xml::NoneAs::Omitted),
        NoneAs::Nil => quote!(::b2b_xml::NoneAs::Nil),
        NoneAs::Empty => quote!(::b2b_xml::NoneAs::Empty),
    };
    let (record, occurs) = if member.attribute {
        (quote!(::core::option::Option::None), quote!(::b2b_xml::Occurs::Optional))
    } else {
        (quote!(<#ty as ::b2b_xml::#role>::RECORD), quote!(<#ty as ::b2b_xml::#role>::OCCURS))
    };
    let check = match &document.check {
        Some(check) => quote!(::core::option::Option::Some(#check)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        static #ident: ::b2b_xml::Field = ::b2b_xml::Field {
            name: ::b2b_xml::Name::new(#ns, #name),
            aliases: &[#(#aliases),*],
            item: #item,
            item_aliases: &[#(#item_aliases),*],
            required: #required,
            none: #none,
            occurs: #occurs,
            check: #check,
            ty: #kind,
            max: #max,
            doc: #doc,
            record: #record,
        };
    }
}

/// The static that holds a member's declaration. Constants of the user's are read beside it, so its name is none that
/// they would have.
fn name_of(member: &Member) -> Ident {
    format_ident!("__B2B_XML_FIELD_{}", member.number)
}

/// The variable that holds a member's value while it is read. It is not named like the member, which may have the name
/// of another variable there.
fn local(member: &Member) -> Ident {
    format_ident!("member_{}", member.number)
}
