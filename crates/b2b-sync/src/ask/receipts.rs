//! What came over the wire for one asking.

use std::cell::RefCell;

use b2b_http::Receipt;
use sha2::{Digest as _, Sha256};
use tokio::task_local;

use crate::answer::Digest;

task_local! {
    static RECEIPTS: RefCell<Vec<(Receipt, [u8; 32])>>;
}

/// Takes note of an answer for the asking that is under way on this task.
pub(super) fn note(receipt: &Receipt, body: &[u8]) {
    // Whoever asks for something else does not want to know.
    let _ = RECEIPTS.try_with(|receipts| {
        let mut receipts = receipts.borrow_mut();
        // It stands for the answer after which the request was sent again.
        let is_before = |(before, _): &(Receipt, _)| {
            before.is_retryable && before.operation == receipt.operation && before.attempt < receipt.attempt
        };
        if let Some(at) = receipts.iter().rposition(is_before) {
            receipts.remove(at);
        }
        receipts.push((*receipt, Sha256::digest(body).into()));
    });
}

/// Asks, and digests what came over the wire meanwhile.
pub(super) async fn receipts<T>(asking: impl Future<Output = T>) -> (T, Option<Digest>) {
    RECEIPTS
        .scope(RefCell::default(), async {
            let told = asking.await;
            let digests =
                RECEIPTS.with(|receipts| receipts.borrow().iter().map(|(_, digest)| *digest).collect::<Vec<_>>());
            (told, digest(&digests))
        })
        .await
}

/// Of the answers that were taken.
fn digest(digests: &[[u8; 32]]) -> Option<Digest> {
    match digests {
        [] => None,
        [only] => Some(Digest(*only)),
        several => {
            let mut all = Sha256::new();
            several.iter().for_each(|one| all.update(one));
            Some(Digest(all.finalize().into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_itself_and_several_are_one() {
        assert_eq!(digest(&[]), None);
        assert_eq!(digest(&[[7; 32]]), Some(Digest([7; 32])));
        let both = digest(&[[7; 32], [8; 32]]).unwrap().to_string();
        assert_eq!(both, hex::encode(Sha256::digest([[7; 32], [8; 32]].concat())));
    }
}
