#[derive(b2b_xml::FromXml)]
struct List<T> {
    #[xml(name = "Item")]
    items: Vec<T>,
}

fn main() {}
