#![allow(uncommon_codepoints)]

#[derive(b2b_xml::FromXml)]
#[xml(name = "a:Order")]
struct OfStruct {
    #[xml(name = "Number")]
    number: String,
}

#[derive(b2b_xml::FromXml)]
struct OfMember {
    #[xml(name = "1st")]
    number: String,
}

#[derive(b2b_xml::FromXml)]
struct OfAlias {
    #[xml(name = "Number", alias = "")]
    number: String,
}

#[derive(b2b_xml::FromXml)]
struct OfItem {
    #[xml(name = "Numbers", item = "a number")]
    numbers: Vec<String>,
}

#[derive(b2b_xml::FromXml)]
struct OfItemAlias {
    #[xml(name = "Numbers", item = "Number", item_alias = "²")]
    numbers: Vec<String>,
}

#[derive(b2b_xml::FromXml)]
struct NotText {
    #[xml(name = 1)]
    number: String,
}

#[derive(b2b_xml::FromXml)]
struct Ordª {
    #[xml(name = "Number")]
    number: String,
}

fn main() {}
