#[derive(b2b_xml::FromXml)]
struct Namespace {
    #[xml(name = "Numbers", item_ns = "urn:a")]
    numbers: Vec<String>,
}

#[derive(b2b_xml::FromXml)]
struct Alias {
    #[xml(name = "Numbers", item_alias = "No")]
    numbers: Vec<String>,
}

fn main() {}
