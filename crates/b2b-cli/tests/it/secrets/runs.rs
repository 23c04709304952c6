//! What is run: every command, and the situations that it can meet.

use super::RIGHT;

/// An order whose number the sandbox does not know yet.
pub(super) const ORDER: &str = "purchase_order = \"PO-SECRETS\"\n[[lines]]\narticle = \"10226038\"\nquantity = 1\n";

/// A question to each supplier.
pub(super) const JOBS: &str = "supplier,question,key
westcon,order_status,704571
fcb2b,stock,VV01701002
techdata,prices,10226038
";

/// What a command does with suppliers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It asks them, and shows what they say in four formats.
    Asks,
    /// It asks them, and writes files.
    Lists,
    /// It looks at them.
    Looks,
    /// It has to do with the configuration alone.
    Reads,
    /// Nothing.
    Alone,
}

/// Every command, what it does, and how it is called.
pub(super) const COMMANDS: &[(&str, Kind, &[&str])] = &[
    ("order", Kind::Asks, &["704571 po:PO-4711 fcb2b:3132305 999999 --detail"]),
    ("orders", Kind::Asks, &[""]),
    ("stock", Kind::Asks, &["VV01701002 10226038 NOPE"]),
    ("price", Kind::Asks, &["10226038 5E65800110"]),
    ("price-list", Kind::Lists, &["10226038 --out prices.ndjson"]),
    ("place-order", Kind::Asks, &["order.toml --supplier techdata"]),
    (
        "sync",
        Kind::Lists,
        &[
            "run jobs.csv --out . --resume --attempts 1 --patience 0s --format ndjson --format csv --format sqlite",
            // What a fleet stores, the tests with a server of NATS search.
            "submit jobs.csv --nats nats://me:fcb2bR1ght@127.0.0.1:1",
            "worker --nats nats://127.0.0.1:1",
            "collect --out . --nats nats://127.0.0.1:1 --nats-creds password",
            "status --nats tls://127.0.0.1:1 --nats-ca password --nats-cert password --nats-key password",
        ],
    ),
    ("invoice", Kind::Asks, &["PO-4711"]),
    ("quote", Kind::Asks, &["4000500754"]),
    ("ship-via", Kind::Asks, &["10226038 --to 33760"]),
    ("end-user-info", Kind::Asks, &["10226038"]),
    ("related", Kind::Asks, &["VV01701002"]),
    ("documents", Kind::Asks, &["VV01701002"]),
    ("catalogs", Kind::Asks, &["", "--request FULL"]),
    ("reserves", Kind::Asks, &[""]),
    ("reserve", Kind::Asks, &["VV01701002 --quantity 1 --unit BX"]),
    ("services", Kind::Asks, &[""]),
    ("doctor", Kind::Looks, &["", "--format json"]),
    ("decode", Kind::Alone, &["answer.xml", "order.toml", "nowhere"]),
    (
        "sign",
        Kind::Reads,
        &[
            "https://mill.example/B2B SupplierItemSKU=A --supplier fcb2b",
            "https://mill.example/B2B SupplierItemSKU=A --supplier fcb2b --explain",
            "https://mill.example/B2B SupplierItemSKU=A --supplier fcb2b --format json",
            "https://mill.example/B2B --profile dancik --api-key K --secret env:SECRET --explain",
            "https://mill.example/B2B --profile shared-secret --api-key K --secret env:SECRET",
            "https://mill.example/B2B --profile shared-secret --api-key K --secret env:SECRET --explain",
            "https://mill.example/B2B --profile shared-secret --api-key K --secret env:SECRET --format json",
            "https://mill.example/B2B --profile dancik --api-key K --secret fcb2bR1ght",
            "http://mill.example/B2B --supplier fcb2b",
        ],
    ),
    (
        "verify",
        Kind::Reads,
        &[
            "https://mill.example/B2B?apiKey=SANDBOXFCB2BKEY1&Signature=AAAA --supplier fcb2b",
            "https://mill.example/B2B?apiKey=SANDBOXFCB2BKEY1&Signature=AAAA --supplier fcb2b --format json",
            "https://mill.example/B2B?apiKey=K&Signature=A --profile shared-secret --api-key K --secret env:SECRET",
        ],
    ),
    (
        "init",
        Kind::Reads,
        &[
            "westcon --environment qa --account 1 --config new.toml --secret env:KEY",
            "westcon --environment qa --account 1 --config new.toml --secret file:password",
            // The secret itself, as far as its first space.
            "westcon --environment qa --account 1 --config new.toml --secret w3stc0nRight",
        ],
    ),
    ("sandbox", Kind::Alone, &["--listen 0.0.0.0:0", "--data order.toml", "--write-config b2b.toml"]),
    ("demo", Kind::Alone, &[""]),
    ("completions", Kind::Alone, &["bash"]),
    ("man", Kind::Alone, &["", "--out ."]),
    ("help", Kind::Alone, &["", "config", "exit-codes", "nonsense"]),
];

/// What the sandbox is told to do wrong, and what keeps it from taking long.
pub(super) const FAULTS: &[(&str, &str)] = &[
    ("status=500", ""),
    ("status=503;retry-after=3600", ""),
    ("status=302", ""),
    ("garbage", ""),
    ("html", ""),
    ("html;status=401", ""),
    ("reset", ""),
    ("reset=during", ""),
    ("reset=before", ""),
    ("truncate=40", ""),
    ("delay=60s", "read_timeout=100ms"),
    ("slow-body=60s", "read_timeout=100ms"),
    ("oversize=1MB", "max_response_bytes=1000"),
    ("content-type=text/html", ""),
    ("expired", ""),
    ("foreign", ""),
];

/// Whose secrets it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Credentials {
    Right,
    Wrong,
    /// The configuration cannot be read, at the line of a secret.
    Broken,
    /// What a secret refers to is not there.
    Missing,
}

/// One run of a command.
pub(super) struct Run {
    pub(super) line: String,
    /// What is set beside it.
    pub(super) setting: Option<String>,
    pub(super) credentials: Credentials,
    pub(super) fault: Option<&'static str>,
}

impl Run {
    fn new(line: String, credentials: Credentials) -> Self {
        Self { line, setting: None, credentials, fault: None }
    }

    /// Whether requests are shown on stderr.
    pub(super) fn is_traced(&self) -> bool {
        self.line.contains("--trace-http")
    }
}

const LOUD: &str = "-vv --trace-http";

/// Secrets on the command line, in the place of references to them.
const SPOKEN: [(&str, &str); 4] = [
    ("westcon.key", RIGHT[0]),
    ("fcb2b.secret", RIGHT[1]),
    ("techdata.password", RIGHT[2]),
    ("techdata.pasword", RIGHT[2]),
];

impl Kind {
    /// The runs of a command with these arguments.
    pub(super) fn runs(self, arguments: &str) -> Vec<Run> {
        use Credentials::{Broken, Missing, Right, Wrong};

        let formats: &[&str] = match self {
            Self::Asks => &["--format table", "--format json", "--format ndjson", "--format csv"],
            _ => &[""],
        };
        let mut runs = Vec::new();
        for (at, format) in formats.iter().enumerate() {
            // Each format with another loudness, and all of them with the greatest.
            let quieter = ["", "-v", "-vv", "--trace-http"][at];
            runs.push(Run::new(format!("{arguments} {format} {quieter}"), Right));
            runs.push(Run::new(format!("{arguments} {format} {LOUD}"), Wrong));
        }
        let loud = |credentials| Run::new(format!("{arguments} {LOUD}"), credentials);
        if self == Self::Alone {
            runs.push(loud(Broken));
            return runs;
        }
        runs.extend([Right, Wrong, Broken, Missing].map(loud));
        runs.extend(SPOKEN.iter().map(|(key, secret)| Run { setting: Some(format!("{key}={secret}")), ..loud(Right) }));
        if matches!(self, Self::Asks | Self::Lists) {
            runs.push(Run::new(format!("{arguments} --offline {LOUD}"), Right));
        }
        if self == Self::Reads {
            return runs;
        }
        let of_all = |setting: &str| {
            let each = ["westcon", "fcb2b", "techdata"].map(|name| format!("--set {name}.{setting}"));
            each.join(" ")
        };
        for (at, (switch, patience)) in FAULTS.iter().enumerate() {
            let format = formats[at % formats.len()];
            let patience = if patience.is_empty() { String::new() } else { of_all(patience) };
            let line = format!("{arguments} {format} {LOUD} {patience} {}", of_all("total_timeout=500ms"));
            runs.push(Run { fault: Some(switch), ..Run::new(line, Right) });
        }
        runs
    }
}
