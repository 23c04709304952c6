#[derive(b2b_xml::FromXml)]
struct SameName {
    #[xml(name = "Number")]
    number: String,
    #[xml(name = "Number")]
    again: String,
}

#[derive(b2b_xml::FromXml)]
struct SameAlias {
    #[xml(name = "Number")]
    number: String,
    #[xml(name = "No", alias = "Number")]
    again: String,
}

#[derive(b2b_xml::ToXml)]
struct SameAttribute {
    #[xml(name = "id", attribute)]
    number: String,
    #[xml(name = "id", attribute)]
    again: String,
}

fn main() {}
