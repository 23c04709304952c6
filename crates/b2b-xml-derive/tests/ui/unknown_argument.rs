#[derive(b2b_xml::FromXml)]
#[xml(rename = "Order")]
struct OfStruct {
    #[xml(name = "Number")]
    number: String,
}

#[derive(b2b_xml::FromXml)]
struct OfMember {
    #[xml(rename = "Number")]
    number: String,
}

fn main() {}
