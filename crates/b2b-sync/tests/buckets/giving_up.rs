//! Files that do not become whole.

use std::error::Error as _;

use b2b_sync::sink::{self, Format};

use crate::protocol::{Call, Does};
use crate::server::Server;
use crate::support::{Run, bucket, key};

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn who_is_dropped_leaves_the_file_before_and_parts_that_nobody_sees() {
    let (before, run, server) = (Run::of(1, 20).await, Run::of(16, MIB).await, Server::start().await);
    let place = bucket(&server);
    sink::write(&before.journal, &place, Format::Ndjson).await.unwrap();
    let file = server.object(&key("stock.ndjson"));

    server.will(|asked| if asked == Call::Part(2) { Does::Wait } else { Does::Serve });
    let seen = server.done().len();
    tokio::select! {
        written = sink::write(&run.journal, &place, Format::Ndjson) => panic!("{written:?}"),
        () = server.has_done_after(seen, Call::Part(1)) => {}
    }
    assert!(server.object(&key("stock.ndjson")) == file);
    assert_eq!((server.names().len(), server.unfinished()), (1, 1));

    // Whoever resumes writes it anew.
    server.will(|_| Does::Serve);
    let written = sink::write(&run.journal, &place, Format::Ndjson).await.unwrap();
    assert_eq!(written[0].rows, 16);
    assert!(server.object(&key("stock.ndjson")).len() > 16 * MIB);
}

#[tokio::test]
async fn what_cannot_be_read_is_thrown_away() {
    let server = Server::start().await;
    let (run, place) = (Run::of_which_the_end_is_damaged(17, MIB).await, bucket(&server));
    let error = sink::write(&run.journal, &place, Format::Ndjson).await.unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), "the journal cannot be used");
    // Of sixteen mebibytes, at least the first five had arrived.
    let done = server.done();
    assert!(done.contains(&Call::Part(1)) || done.contains(&Call::Part(2)), "{done:?}");
    assert_eq!((done[0], done[done.len() - 1]), (Call::Create, Call::Abort));
    assert_eq!((server.names().len(), server.unfinished()), (0, 0));
}
