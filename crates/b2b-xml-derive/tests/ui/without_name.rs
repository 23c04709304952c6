#[derive(b2b_xml::FromXml)]
struct Order {
    number: String,
}

fn main() {}
