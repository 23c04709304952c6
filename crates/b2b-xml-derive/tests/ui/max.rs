#[derive(b2b_xml::ToXml)]
struct Text {
    #[xml(name = "Number", max = "10")]
    number: String,
}

#[derive(b2b_xml::ToXml)]
struct Large {
    #[xml(name = "Number", max = 5_000_000_000)]
    number: String,
}

fn main() {}
