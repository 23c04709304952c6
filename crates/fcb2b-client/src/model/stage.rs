//! From a producer's words to a stage.

use b2b_model::Stage;

/// The stage that a producer's words stand for.
///
/// What an order or a line says of itself are words: no list of them is public. They are looked for in this order, whatever
/// their case, at the beginning of a word; the table is our choice.
///
/// | the words contain | [`Stage`] |
/// |---|---|
/// | `not`, `partial` | other: what it says must be read |
/// | `cancel`, `void` | cancelled |
/// | `back order`, `back-order`, `backorder`, `b/o`, `out of stock` | backordered |
/// | `invoice`, `billed` | invoiced |
/// | `ready to ship`, `pick`, `packed`, `staged`, `cut`, `released`, `in process`, `processing`, `allocated` | released |
/// | `shipped`, `delivered`, `in transit`, `out for delivery` | shipped |
/// | `scheduled` | scheduled |
/// | `on order`, `purchased` | purchased from vendor |
/// | `hold`, `review`, `pending`, `credit`, `received`, `open`, `new`, `entered` | in review |
/// | `inactive`, `closed` | inactive |
/// | anything else | other |
#[must_use]
pub fn stage(words: &str) -> Stage {
    const TABLE: &[(&[&str], Stage)] = &[
        (&["not", "partial"], Stage::Other),
        (&["cancel", "void"], Stage::Cancelled),
        (&["back order", "back-order", "backorder", "b/o", "out of stock"], Stage::Backordered),
        (&["invoice", "billed"], Stage::Invoiced),
        (
            &["ready to ship", "pick", "packed", "staged", "cut", "released", "in process", "processing", "allocated"],
            Stage::Released,
        ),
        (&["shipped", "delivered", "in transit", "out for delivery"], Stage::Shipped),
        (&["scheduled"], Stage::Scheduled),
        (&["on order", "purchased"], Stage::PurchasedFromVendor),
        (&["hold", "review", "pending", "credit", "received", "open", "new", "entered"], Stage::InReview),
        (&["inactive", "closed"], Stage::Inactive),
    ];
    let words = words.to_lowercase();
    let row = TABLE.iter().find(|(known, _)| known.iter().any(|known| has_word(&words, known)));
    row.map_or(Stage::Other, |(_, stage)| *stage)
}

/// Whether the words have this one, or one that begins with it, as `invoiced` begins with `invoice`.
fn has_word(words: &str, known: &str) -> bool {
    words.match_indices(known).any(|(at, _)| {
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Stage) {
        assert_eq!(stage(words), expected, "{words}");
    }

    #[test]
    fn words_have_stages() {
        check("Invoiced", Stage::Invoiced);
        check("SHIPPED", Stage::Shipped);
        check("Shipped complete", Stage::Shipped);
        check("Partially shipped", Stage::Other);
        check("Not shipped", Stage::Other);
        check("Not yet invoiced", Stage::Other);
        check("Partial cancellation", Stage::Other);
        check("Unshipped", Stage::Other);
        check("In Transit", Stage::Shipped);
        check("Backordered", Stage::Backordered);
        check("On back order", Stage::Backordered);
        check("Cancelled by customer", Stage::Cancelled);
        check("Credit Hold", Stage::InReview);
        check("Open", Stage::InReview);
        check("Picking", Stage::Released);
        check("Ready to ship", Stage::Released);
        check("Scheduled for 2025-01-31", Stage::Scheduled);
        check("Closed", Stage::Inactive);
        check("Renewed", Stage::Other);
        check("", Stage::Other);
        check("Kaputt", Stage::Other);
    }
}
