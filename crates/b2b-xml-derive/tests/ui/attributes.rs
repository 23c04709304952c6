#[derive(b2b_xml::FromXml)]
struct Items {
    #[xml(name = "ids", attribute, item = "id")]
    ids: Vec<String>,
}

#[derive(b2b_xml::FromXml)]
struct Aliases {
    #[xml(name = "id", attribute, alias = "no")]
    id: String,
}

#[derive(b2b_xml::ToXml)]
struct Nil {
    #[xml(name = "id", attribute, none = "nil")]
    id: Option<String>,
}

fn main() {}
