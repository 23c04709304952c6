//! What came over the wire for one asking.

use std::cell::RefCell;

use b2b_http::Receipt;
use sha2::{Digest as _, Sha256};
use tokio::task_local;

use crate::answer::Digest;

task_local! {
    static DIGESTS: RefCell<Vec<[u8; 32]>>;
}

/// Takes note of an answer for the asking that is under way on this task.
pub(super) fn note(receipt: &Receipt) {
    // Whoever asks for something else does not want to know.
    let _ = DIGESTS.try_with(|digests| digests.borrow_mut().push(receipt.digest));
}

/// Asks, and digests what came over the wire meanwhile.
pub(super) async fn receipts<T>(asking: impl Future<Output = T>) -> (T, Option<Digest>) {
    DIGESTS
        .scope(RefCell::default(), async {
            let told = asking.await;
            (told, DIGESTS.with(|digests| digest(&digests.borrow())))
        })
        .await
}

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
