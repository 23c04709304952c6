#[derive(b2b_xml::ToXml)]
struct Order {
    #[xml(name = "Number", none = "null")]
    number: Option<String>,
}

fn main() {}
