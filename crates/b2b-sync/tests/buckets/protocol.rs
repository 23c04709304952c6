//! What S3 does with a file that comes in parts, and what it refuses.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Mutex;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use percent_encoding::percent_decode_str;
use tokio::sync::watch;

use crate::signature;

/// The least that each part but the last has.
const PART: usize = 5 * 1024 * 1024;

/// What is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Create,
    Part(usize),
    Complete,
    Abort,
}

/// What it does then.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Does {
    Serve,
    /// Answers with a status, a code and a message.
    Refuse(u16, &'static str, &'static str),
    /// Answers never.
    Wait,
}

pub(crate) type Answer = Response<Full<Bytes>>;

/// A bucket.
pub(crate) struct Bucket {
    pub(crate) mood: Mutex<Box<dyn Fn(Call) -> Does + Send + Sync>>,
    /// What is there, by the path of its address.
    pub(crate) objects: Mutex<BTreeMap<String, Bytes>>,
    /// What has come of files that are not whole, by the upload's id.
    pub(crate) uploads: Mutex<BTreeMap<String, Upload>>,
    /// What was done, in order.
    pub(crate) done: watch::Sender<Vec<Call>>,
}

pub(crate) struct Upload {
    key: String,
    parts: BTreeMap<usize, Bytes>,
}

impl Bucket {
    pub(crate) async fn answer(&self, request: &Parts, body: Bytes) -> Answer {
        if let Some(answer) = signature::refused(request, &body) {
            return answer;
        }
        let query: BTreeMap<&str, &str> = request
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .collect();
        let number = query.get("partNumber").and_then(|number| number.parse().ok());
        let call = match (&request.method, query.get("uploadId"), number) {
            (&Method::POST, None, None) if query.contains_key("uploads") => Call::Create,
            (&Method::PUT, Some(_), Some(number)) => Call::Part(number),
            (&Method::POST, Some(_), None) => Call::Complete,
            (&Method::DELETE, Some(_), None) => Call::Abort,
            _ => return refuse(405, "MethodNotAllowed", "The specified method is not allowed against this resource."),
        };
        let does = (self.mood.lock().unwrap())(call);
        match does {
            Does::Wait => std::future::pending().await,
            Does::Refuse(status, code, message) => refuse(status, code, message),
            Does::Serve => {
                let key = percent_decode_str(request.uri.path()).decode_utf8().unwrap().into_owned();
                let answer = self.serve(call, key, query.get("uploadId").copied().unwrap_or_default(), body);
                if answer.status().is_success() {
                    self.done.send_modify(|done| done.push(call));
                }
                answer
            }
        }
    }

    fn serve(&self, call: Call, key: String, id: &str, body: Bytes) -> Answer {
        let mut uploads = self.uploads.lock().unwrap();
        let upload = uploads.get_mut(id).filter(|upload| upload.key == key);
        match (call, upload) {
            (Call::Create, _) => {
                let id = format!("upload{}", self.done.borrow().len());
                let text = format!(
                    "<InitiateMultipartUploadResult><Bucket>nightly</Bucket><Key>{key}</Key><UploadId>{id}</UploadId>\
                     </InitiateMultipartUploadResult>"
                );
                uploads.insert(id, Upload { key, parts: BTreeMap::new() });
                document(200, &text)
            }
            (_, None) => refuse(404, "NoSuchUpload", "The specified multipart upload does not exist."),
            (Call::Part(number), Some(upload)) => {
                let answer = Response::builder().header("ETag", tag(&body)).body(Full::default()).unwrap();
                upload.parts.insert(number, body);
                answer
            }
            (Call::Abort, Some(_)) => {
                uploads.remove(id);
                Response::builder().status(StatusCode::NO_CONTENT).body(Full::default()).unwrap()
            }
            (Call::Complete, Some(upload)) => match whole(upload, &body) {
                Ok(object) => {
                    let tag = tag(&object);
                    uploads.remove(id);
                    self.objects.lock().unwrap().insert(key, object);
                    document(
                        200,
                        &format!(
                            "<CompleteMultipartUploadResult><ETag>{}</ETag></CompleteMultipartUploadResult>",
                            tag.replace('"', "&quot;")
                        ),
                    )
                }
                Err((code, message)) => refuse(400, code, message),
            },
        }
    }
}

/// The parts that the list names, one after the other.
fn whole(upload: &Upload, list: &[u8]) -> Result<Bytes, (&'static str, &'static str)> {
    let text = std::str::from_utf8(list).unwrap();
    let malformed =
        ("MalformedXML", "The XML you provided was not well-formed or did not validate against our schema.");
    let list = roxmltree::Document::parse(text).map_err(|_| malformed)?;
    let parts: Vec<_> = list.descendants().filter(|node| node.has_tag_name("Part")).collect();
    if !list.root_element().has_tag_name("CompleteMultipartUpload") || parts.is_empty() {
        return Err(malformed);
    }
    let (mut object, mut before) = (Vec::new(), 0);
    for (at, part) in parts.iter().enumerate() {
        let child = |name| part.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
        let number: usize = child("PartNumber").and_then(|number| number.parse().ok()).ok_or(malformed)?;
        let bytes = upload.parts.get(&number).filter(|bytes| child("ETag") == Some(&tag(bytes)));
        let bytes = bytes.ok_or(("InvalidPart", "One or more of the specified parts could not be found."))?;
        if number <= before {
            return Err(("InvalidPartOrder", "The list of parts was not in ascending order."));
        }
        if at + 1 < parts.len() && bytes.len() < PART {
            return Err(("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size."));
        }
        object.extend_from_slice(bytes);
        before = number;
    }
    Ok(object.into())
}

fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("\"{:016x}\"", hasher.finish())
}

pub(crate) fn refuse(status: u16, code: &str, message: &str) -> Answer {
    document(status, &format!("<Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>"))
}

pub(crate) fn document(status: u16, text: &str) -> Answer {
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}");
    let answer = Response::builder().status(status).header("Content-Type", "application/xml");
    answer.body(Full::from(text)).unwrap()
}
