#[derive(b2b_xml::ToXml)]
union Either {
    one: u32,
    other: i32,
}

fn main() {}
