//! A sandbox without ports.

use std::{fmt, sync::Arc};

use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response};

use crate::{
    chassis::Chassis,
    exchange::Exchange,
    server::{Scheme, wire::Control},
};

/// A sandbox that is handed its requests in the same process: no sockets, no TLS, and otherwise the same way through
/// suppliers, faults and the record.
///
/// ```
/// use b2b_sandbox::{Sandbox, Scheme, Techdata};
/// use bytes::Bytes;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().supplier(Techdata::default()).in_process().await?;
/// let request = http::Request::post(Techdata::PATH).body(Bytes::from_static(b"<hello/>"))?;
/// let response = sandbox.answer(request, Scheme::Https).await;
/// assert!(response.is_some_and(|response| response.status() == 200));
/// assert_eq!(sandbox.exchanges()[0].path, "/xmlservlet");
/// # Ok(())
/// # }
/// ```
pub struct InProcess {
    chassis: Arc<Chassis>,
}

impl InProcess {
    pub(crate) fn new(chassis: Arc<Chassis>) -> Self {
        Self { chassis }
    }

    /// Answers a request as if it had come in over this scheme. `None` where a fault would have reset the connection.
    ///
    /// A fault that cuts an answer off lets its body end in an error.
    pub async fn answer(&self, request: Request<Bytes>, scheme: Scheme) -> Option<Response<Body>> {
        let control = Control::without_connection();
        let place = self.chassis.places.take().await;
        let answer = Arc::clone(&self.chassis).answer(request.map(Body::from), scheme, &control, &place);
        tokio::select! {
            response = answer => Some(response),
            () = control.aborted() => None,
        }
    }

    /// The last exchanges, newest first.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.chassis.exchanges.newest()
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").field("url", &self.chassis.context.url).finish_non_exhaustive()
    }
}
