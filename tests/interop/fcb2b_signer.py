"""Signs fcB2B queries with nothing but Python's standard library, and asks every service of a running sandbox.

usage: fcb2b_signer.py READY_JSON    (the line that `b2b sandbox` prints when it is ready)
"""
import base64, hashlib, hmac, json, ssl, sys, uuid
from datetime import datetime, timezone
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

FCB2B = (READY := json.loads(Path(sys.argv[1]).read_text()))["fcb2b"]
PARAMETERS = json.loads(Path(__file__).with_name("fcb2b_services.json").read_text())
DANCIK = FCB2B["profile"] == "dancik"
TRUST = ssl.create_default_context(cafile=READY["ca"])

def sign(url, parameters):
    """The URL with its signature: profile A in Base64 as `Signature`, profile B (candidate 1) in hex as `signature`."""
    now = datetime.now(timezone.utc)
    time = now.strftime("%Y-%m-%dT%H:%M:%SZ") if DANCIK else now.strftime("%Y-%m-%dT%H:%M:%S.%f")
    parameters = {**parameters, "TimeStamp": time, "apiKey": FCB2B["api_key"]}
    if DANCIK:
        parameters["GlobalIdentifier"] = str(uuid.uuid4())
    query = "&".join(f"{quote(name, safe='')}={quote(parameters[name], safe='')}" for name in sorted(parameters))
    text = "\n".join(["GET", urlsplit(url).netloc, urlsplit(url).path, query])
    digest = hmac.digest(FCB2B["secret"].encode(), text.encode(), hashlib.sha256)
    return f"{url}?{query}&" + (f"Signature={quote(base64.b64encode(digest), safe='')}" if DANCIK else f"signature={digest.hex()}")

def ask(url):
    try:
        with urlopen(url, context=TRUST, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as refusal:
        return refusal.code, refusal.read()

def spoiled(url):
    """The URL with another second than the one that was signed."""
    at = url.index("TimeStamp=") + len("TimeStamp=2025-01-02T03%3A04%3A0")
    return url[:at] + str((int(url[at]) + 1) % 10) + url[at + 1 :]

def check(case, holds, seen):
    print(f"ok - python {FCB2B['profile']} {case}" if holds else f"not ok - python {FCB2B['profile']} {case}\n# {seen}")
    return holds

discovery = READY["url"] + FCB2B["services"]
status, listed = ask(discovery if DANCIK else sign(discovery, {}))
paths = {e.find("{*}Name").text: e.find(".//{*}HTTPSRequestPath").text for e in ElementTree.fromstring(listed)}
passed = check("lists every service", status == 200 and set(PARAMETERS) - set(paths) == set(), (status, paths))
for service, own in PARAMETERS.items():
    client = {} if service == "Services" else {"ClientIdentifier": FCB2B["client_identifier"]}
    url = discovery if DANCIK and not client else sign(paths[service], {**client, **own})
    answer = ask(url)
    passed &= check(f"{service} is accepted", answer[0] == 200, answer)
    if url != discovery:  # asked plainly, it has no byte to get wrong
        answer = ask(spoiled(url))
        reason = (json.loads(ask(READY["url"] + "/_sandbox/exchanges?limit=1")[1])[0]["explanation"] or {}).get("sentence", "")
        passed &= check(f"{service} with a wrong byte is refused", answer[0] == 403 and "signature does not match" in reason, (answer, reason))
sys.exit(not passed)
