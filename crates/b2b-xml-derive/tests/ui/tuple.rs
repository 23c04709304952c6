#[derive(b2b_xml::FromXml)]
struct Number(String);

#[derive(b2b_xml::ToXml)]
struct Nothing;

fn main() {}
