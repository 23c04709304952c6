//! Servers that refuse.

use std::error::Error as _;

use b2b_sync::sink::{self, Format, Place, SinkError};

use crate::protocol::{Call, Does};
use crate::server::Server;
use crate::signature::{SECRET, TOKEN};
use crate::support::{BUCKET, Run, bucket, bucket_with};

const MIB: usize = 1024 * 1024;
const DENIED: Does = Does::Refuse(403, "AccessDenied", "Access Denied");

/// Writes a run, which does not work, and says why. It leaves nothing, and tells no secret.
async fn write(run: &Run, server: &Server, place: &Place) -> String {
    let error = sink::write(&run.journal, place, Format::Ndjson).await.unwrap_err();
    assert!(matches!(&error, SinkError::File(file, _) if *file == format!("{BUCKET}/stock.ndjson")), "{error:?}");
    let told = format!("{error}: {}", error.source().unwrap());
    assert!(error.source().unwrap().source().is_none(), "it is told once: {error:?}");
    assert!(told.starts_with(&format!("{BUCKET}/stock.ndjson cannot be written: ")), "{told}");
    for secret in [SECRET, "another-secret", TOKEN, "AWS4-HMAC-SHA256", "Signature="] {
        assert!(!told.contains(secret) && !format!("{error:?}").contains(secret), "{secret}: {told}");
    }
    assert!(server.names().is_empty());
    told
}

#[tokio::test]
async fn what_the_server_says_is_told() {
    let (run, server) = (Run::of(1, 20).await, Server::start().await);
    for call in [Call::Create, Call::Part(1), Call::Complete] {
        server.will(move |asked| if asked == call { DENIED } else { Does::Serve });
        let told = write(&run, &server, &bucket(&server)).await;
        assert!(told.ends_with("403 Forbidden: AccessDenied: Access Denied"), "{told}");
        assert_eq!(server.unfinished(), 0, "{call:?}");
    }
    assert_eq!(server.done(), [Call::Create, Call::Abort, Call::Create, Call::Part(1), Call::Abort]);
}

#[tokio::test]
async fn a_part_in_the_middle_that_is_refused_ends_it() {
    let (run, server) = (Run::of(16, MIB).await, Server::start().await);
    server.will(|asked| if asked == Call::Part(2) { DENIED } else { Does::Serve });
    let told = write(&run, &server, &bucket(&server)).await;
    assert!(told.contains("partNumber=2") && told.ends_with("AccessDenied: Access Denied"), "{told}");
    assert_eq!((server.unfinished(), server.done().contains(&Call::Complete)), (0, false));
}

#[tokio::test]
async fn a_wrong_secret_is_told_without_what_was_signed() {
    let (run, server) = (Run::of(1, 20).await, Server::start().await);
    let told = write(&run, &server, &bucket_with(&server, &[("AWS_SECRET_ACCESS_KEY", "another-secret")])).await;
    assert!(told.contains("403 Forbidden: SignatureDoesNotMatch: The request signature we calculated"), "{told}");
    assert!(server.done().is_empty());
}

#[tokio::test]
async fn the_first_error_is_told_although_nothing_can_be_tidied_up() {
    let (run, server) = (Run::of(1, 20).await, Server::start().await);
    server.will(|asked| match asked {
        Call::Complete => Does::Refuse(400, "InvalidPart", "One or more parts could not be found."),
        Call::Abort => DENIED,
        _ => Does::Serve,
    });
    let told = write(&run, &server, &bucket(&server)).await;
    assert!(told.ends_with("InvalidPart: One or more parts could not be found."), "{told}");
    assert_eq!(server.unfinished(), 1);
}

/// Each is tried again for some seconds, as object_store does.
#[tokio::test]
async fn a_server_that_stays_down_is_given_up() {
    let run = Run::of(1, 20).await;
    let servers = [Server::start().await, Server::start().await];
    servers[0].will(|_| Does::Refuse(500, "InternalError", "We encountered an internal error. Please try again."));
    // S3 says 200 before it knows how that ends.
    servers[1].will(|asked| match asked {
        Call::Complete => Does::Refuse(200, "InternalError", "We encountered an internal error. Please try again."),
        _ => Does::Serve,
    });
    let places = servers.each_ref().map(bucket);
    let (down, late) = tokio::join!(write(&run, &servers[0], &places[0]), write(&run, &servers[1], &places[1]));
    for told in [&down, &late] {
        assert!(told.ends_with("InternalError: We encountered an internal error. Please try again."), "{told}");
    }
    assert!(down.contains("500 Internal Server Error") && down.contains("?uploads"), "{down}");
    assert_eq!(servers[1].done(), [Call::Create, Call::Part(1), Call::Abort]);
    assert!(servers.iter().all(|server| server.unfinished() == 0));
}
