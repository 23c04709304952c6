#[derive(b2b_xml::FromXml)]
#[xml(name = "A")]
#[xml(name = "B")]
struct OfStruct {
    #[xml(name = "Number")]
    number: String,
}

#[derive(b2b_xml::FromXml)]
struct OfMember {
    #[xml(name = "Number", required, required)]
    number: String,
}

fn main() {}
