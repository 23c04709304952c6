#[derive(b2b_xml::ToXml)]
#[xml(declare("a" = "urn:a", "a" = "urn:b"))]
struct Twice {
    #[xml(name = "Number")]
    number: String,
}

#[derive(b2b_xml::ToXml)]
#[xml(declare("xml" = "urn:a"))]
struct Reserved {
    #[xml(name = "Number")]
    number: String,
}

#[derive(b2b_xml::ToXml)]
#[xml(declare("a:b" = "urn:a"))]
struct NoPrefix {
    #[xml(name = "Number")]
    number: String,
}

#[derive(b2b_xml::ToXml)]
#[xml(declare("a": "urn:a"))]
struct NoEquals {
    #[xml(name = "Number")]
    number: String,
}

fn main() {}
