#[derive(b2b_xml::FromXml)]
enum Status {
    Open,
}

fn main() {}
