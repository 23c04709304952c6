//! From pieces to a file, which is there when it is whole.

use b2b_http::BoxError;
use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use object_store::path::Path;
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload, PutResult, Result, UploadPart, WriteMultipart,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::told::told;

/// Sends pieces as they are made, and says what came of making them. What was sent does not stay if one of them cannot be made or
/// sent.
pub(super) async fn send(
    store: &dyn ObjectStore,
    path: &Path,
    pieces: mpsc::Receiver<Bytes>,
    making: JoinHandle<std::result::Result<u64, BoxError>>,
) -> std::result::Result<u64, BoxError> {
    let upload = store.put_multipart(path).await.map_err(|error| told(&error))?;
    send_to(upload, pieces, making).await
}

async fn send_to(
    upload: Box<dyn MultipartUpload>,
    mut pieces: mpsc::Receiver<Bytes>,
    making: JoinHandle<std::result::Result<u64, BoxError>>,
) -> std::result::Result<u64, BoxError> {
    let mut upload = WriteMultipart::new(Box::new(Tidied(upload)));
    let sending = async {
        while let Some(piece) = pieces.recv().await {
            upload.wait_for_capacity(2).await.map_err(|error| told(&error))?;
            upload.put(piece);
        }
        making.await?
    };
    match sending.await {
        Ok(rows) => {
            upload.finish().await.map_err(|error| told(&error))?;
            Ok(rows)
        }
        Err(error) => {
            // It does not fail.
            let _ = upload.abort().await;
            Err(error)
        }
    }
}

/// An upload that is thrown away without a word: why it is, is what there is to tell, whether or not that works.
#[derive(Debug)]
struct Tidied(Box<dyn MultipartUpload>);

impl MultipartUpload for Tidied {
    fn put_part(&mut self, part: PutPayload) -> UploadPart {
        self.0.put_part(part)
    }

    fn complete<'a, 'b>(&'a mut self) -> BoxFuture<'b, Result<PutResult>>
    where
        'a: 'b,
    {
        self.0.complete()
    }

    fn abort<'a, 'b>(&'a mut self) -> BoxFuture<'b, Result<()>>
    where
        'a: 'b,
    {
        self.0.abort().map(|_| Ok(())).boxed()
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::sync::{Arc, Mutex};

    use tokio::task::spawn_blocking;

    use super::super::upload;
    use super::*;

    /// A store whose parts from the second on do not arrive, and which throws nothing away.
    #[derive(Debug, Default)]
    struct Lossy {
        parts: usize,
        told: Arc<Mutex<Vec<&'static str>>>,
    }

    impl MultipartUpload for Lossy {
        fn put_part(&mut self, _: PutPayload) -> UploadPart {
            self.parts += 1;
            let lost = || object_store::Error::Generic { store: "lossy", source: "a part is lost".into() };
            ready(if self.parts == 1 { Ok(()) } else { Err(lost()) }).boxed()
        }

        fn complete<'a, 'b>(&'a mut self) -> BoxFuture<'b, Result<PutResult>>
        where
            'a: 'b,
        {
            self.told.lock().unwrap().push("complete");
            ready(Ok(PutResult { e_tag: None, version: None, extensions: Default::default() })).boxed()
        }

        fn abort<'a, 'b>(&'a mut self) -> BoxFuture<'b, Result<()>>
        where
            'a: 'b,
        {
            self.told.lock().unwrap().push("abort");
            let kept = object_store::Error::Generic { store: "lossy", source: "what there is stays".into() };
            ready(Err(kept)).boxed()
        }
    }

    /// Sends so many pieces of a mebibyte, and says what the store was told and how it ended.
    async fn sent(pieces: usize, made: std::result::Result<u64, BoxError>) -> (Vec<&'static str>, String) {
        let store = Lossy::default();
        let told = Arc::clone(&store.told);
        let (mut upload, receiver) = upload::pipe();
        let making = spawn_blocking(move || {
            for _ in 0..pieces {
                std::io::Write::write_all(&mut upload, &[0; 1024 * 1024])?;
            }
            made
        });
        let sent = send_to(Box::new(store), receiver, making).await;
        let told = told.lock().unwrap().clone();
        (told, sent.map_or_else(|error| error.to_string(), |rows| rows.to_string()))
    }

    #[tokio::test]
    async fn no_half_of_a_file_stays() {
        assert_eq!(sent(4, Ok(7)).await, (vec!["complete"], "7".to_owned()));
        assert_eq!(sent(4, Err("no row".into())).await, (vec!["abort"], "no row".to_owned()));
        // It is found out while there is more to come, or at the end.
        for pieces in [64, 12] {
            let (told, error) = sent(pieces, Ok(7)).await;
            assert_eq!(told, ["abort"], "{error}");
            assert!(error.contains("a part is lost"), "{error}");
        }
    }
}
