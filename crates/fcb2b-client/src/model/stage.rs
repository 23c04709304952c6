//! From a producer's words to a stage.

use b2b_model::{Stage, stage_table};

stage_table! {
    /// The stages of what producers say of orders and lines.
    ///
    /// What an order or a line says of itself are words: no list of them is public. They are looked for from top to bottom,
    /// whatever their case, at the beginning of a word; the table is our choice. What says `not` or `partial` must be read.
    pub const STAGES = {
        "not", "partial" => Other,
        "cancel", "void" => Cancelled,
        "back order", "back-order", "backorder", "b/o", "out of stock" => Backordered,
        "invoice", "billed" => Invoiced,
        "ready to ship", "pick", "packed", "staged", "cut", "released", "in process", "processing", "allocated" => Released,
        "shipped", "delivered", "in transit", "out for delivery" => Shipped,
        "scheduled" => Scheduled,
        "on order", "purchased" => PurchasedFromVendor,
        "hold", "review", "pending", "credit", "received", "open", "new", "entered" => InReview,
        "inactive", "closed" => Inactive,
    }
}

/// The stage that a producer's words stand for, by the table [`STAGES`].
#[must_use]
pub fn stage(words: &str) -> Stage {
    let words = words.to_lowercase();
    let row = STAGES.iter().find(|(known, _)| known.iter().any(|known| has_word(&words, known)));
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
    fn each_entry_of_the_table_has_its_stage_in_any_case() {
        for (words, expected) in STAGES {
            for word in *words {
                check(word, *expected);
                check(&format!("Order {}", word.to_uppercase()), *expected);
            }
        }
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
