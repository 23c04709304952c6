"""Writes the vectors with Python's standard library only: a second implementation, in another language.

`python3 generate.py` writes them beside itself, `python3 generate.py --check` compares. README.md names the origin of each.
"""

import base64
import hashlib
import hmac
import pathlib
import sys
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

HERE = pathlib.Path(__file__).parent
SECRET = "fcb2b-example-secret-0001"
KEY = "EXAMPLEKEY1"
UUID = "123e4567-e89b-42d3-a456-426614174000"
HOST = "sandbox.example.com"

ENCODE = {
    "rfc3986": lambda text: quote(text, safe=""),
    "minimal": lambda text: quote(text, safe="!$()*,:/?@"),
    # WHATWG forms differ from Python's quote_plus in "~" and "*".
    "form": lambda text: quote_plus(text, safe="*").replace("~", "%7E"),
    "raw": lambda text: text,
}

FOUR_LINES = "{method}\n{host}\n{path}\n{query}"
DANCIK = dict(
    name="dancik", method="hmac", template=FOUR_LINES, signed="rfc3986", url="rfc3986", digest="base64",
    key="apiKey", signature="Signature", time="TimeStamp", precision=0, zone="Z", offset=0, sort=True, identifier=True,
)
FORM = dict(DANCIK, name="unsigned", method="none", key=None, signed="form", url="form", precision=3, sort=False)
SHARED = dict(FORM, name="shared-secret", method="secret", key="ApiKey")


def ethervision(name, template, signed):
    return dict(
        DANCIK, name=f"ethervision-{name}", template=template, signed=signed, url="minimal", digest="hex",
        signature="signature", precision=6, zone="", identifier=False,
    )


B = {
    "b1": ethervision("b1", FOUR_LINES, "rfc3986"),
    "b2": ethervision("b2", FOUR_LINES, "raw"),
    "b3": ethervision("b3", "{query}", "raw"),
    "b4": ethervision("b4", "{query}", "rfc3986"),
    "b5": ethervision("b5", "{path}?{query}", "raw"),
    "b6": ethervision("b6", "https://{host}{path}?{query}", "raw"),
}
AWS = dict(
    DANCIK, changes=["key-name = AWSAccessKeyId", "time-name = Timestamp", "zone = 0", "global-identifier = omitted"],
    key="AWSAccessKeyId", time="Timestamp", zone="", identifier=False,
)


def stages(profile, parameters, time, host=HOST, path="/stockcheck", http="GET", key=KEY, secret=SECRET, identifier=UUID):
    encode, signed = ENCODE[profile["url"]], ENCODE[profile["signed"]]
    moment = datetime.fromisoformat(time.replace("Z", "+00:00")).replace(tzinfo=None) + timedelta(minutes=profile["offset"])
    fraction = f".{moment.microsecond:06d}"[: profile["precision"] + 1] if profile["precision"] else ""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + profile["zone"]
    pairs = [(profile["key"], key)] if profile["key"] else []
    pairs += parameters + [(profile["time"], stamp)]
    pairs += [("GlobalIdentifier", identifier)] if profile["identifier"] else []
    if profile["sort"]:
        pairs.sort(key=lambda pair: (pair[0].encode(), pair[1].encode()))
    canonical = "&".join(f"{signed(name)}={signed(value)}" for name, value in pairs)
    files = {"parameters.txt": "\n".join("=".join(pair) for pair in pairs), "canonical-query.txt": canonical}
    query = [f"{encode(name)}={encode(value)}" for name, value in pairs]
    if profile["method"] in ("hmac", "sha256"):
        shown = profile["template"].format(method=http, host=host, path=path, query=canonical, secret="‹secret›")
        text = profile["template"].format(method=http, host=host, path=path, query=canonical, secret=secret)
        if profile["method"] == "hmac":
            digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
        else:
            digest = hashlib.sha256(text.encode()).digest()
        signature = digest.hex() if profile["digest"] == "hex" else base64.b64encode(digest).decode()
        files |= {"string-to-sign.txt": shown, "signature.txt": signature}
        query.append(f"{profile['signature']}={encode(signature)}")
    if profile["method"] == "secret":
        files["signature.txt"] = "‹secret›"
        query.insert(1, f"{profile['signature']}={encode(secret)}")
    request = [f"method: {http}", f"host: {host}", f"path: {path}", f"time: {time}", f"key: {key}", f"secret: {secret}"]
    request += [f"global-identifier: {identifier}"] if profile["identifier"] else []
    request += [f"parameter: {name}=>{value}" for name, value in parameters]
    files |= {
        "profile.txt": "\n".join([profile["name"], *profile.get("changes", [])]),
        "request.txt": "\n".join(request),
        "url.txt": f"https://{host}{path}?" + "&".join(query),
    }
    return files


def guide(url):
    """A printed URL: its key is printed too, its secret is not."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    assert pairs[-1][0] == "signature"
    values = dict(pairs)
    own = ("TimeStamp", "apiKey", "signature")
    request = ["method: GET", f"host: {parts.netloc}", f"path: {parts.path}", f"time: {values['TimeStamp']}Z"]
    request += [f"key: {values['apiKey']}"] + [f"parameter: {n}=>{v}" for n, v in reversed(pairs) if n not in own]
    return {
        "profile.txt": "ethervision-b1",
        "request.txt": "\n".join(request),
        "parameters.txt": "\n".join("=".join(pair) for pair in pairs[:-1]),
        "canonical-query.txt": "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in pairs[:-1]),
        "url.txt": url,
    }


def plain_discovery():
    request = f"method: GET\nhost: {HOST}\npath: /services\ntime: {TIME}\nkind: discovery"
    url = f"https://{HOST}/services"
    return {"profile.txt": "dancik", "request.txt": request, "parameters.txt": "", "canonical-query.txt": "", "url.txt": url}


TIME = "2025-01-02T03:04:05Z"
B_TIME = "2024-12-21T07:53:23.186983Z"
B_PARAMETERS = [("SupplierItemSKU", "VV01701002"), ("RequestedQuantity", "10"), ("ClientIdentifier", "100059")]
SKU = [("SupplierItemSKU", "CASIMP10")]
RESERVED = [("Sidemark", "!*'();:@&=+$,/?#[]% \"<>\\^`{|}-._~"), ("a[b]=&c", "x"), ("SupplierItemSKU", "5' x 7'")]
RESERVED_RAW = [("Sidemark", "!*'();:@=+$,/?#[]% \"<>\\^`{|}-._~"), ("a[b]", "x"), ("SupplierItemSKU", "5' x 7'")]
UTF8 = [("Sidemark", "Größe: 漢字 🙂 e\u0301"), ("Straße", "ñ"), ("SupplierItemSKU", "\u00e9")]
PLUS = [("Sidemark", "a b+c  d"), ("Job Name", "+ +")]
EMPTY = [("ReqFOBPoint", ""), ("SupplierItemSKU", "CASIMP10"), ("ReqNeedByDate", "")]
REPEATED = [("SupplierItemSKU", "b"), ("SupplierItemSKU", "a"), ("supplierItemSKU", "c"), ("SupplierItemSKU", "B")]
DIGEST = dict(
    B["b1"], method="sha256", template="{secret}\n{query}",
    changes=["method = sha256", "template = {secret}\\n{query}"],
)
EASTERN = dict(B["b1"], offset=-300, changes=["zone = -300"])

VECTORS = {
    "a1": stages(DANCIK, SKU, TIME, path="/fcb2b/StockCheck"),
    "aws-signature-v2": stages(
        AWS, [("Version", "2009-03-31"), ("SignatureVersion", "2"), ("SignatureMethod", "HmacSHA256"), ("Action", "DescribeJobFlows")],
        "2011-10-03T15:19:30Z", host="elasticmapreduce.amazonaws.com", path="/",
        key="AKIAIOSFODNN7EXAMPLE", secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
    **{name: stages(profile, B_PARAMETERS, B_TIME) for name, profile in B.items()},
    "c": stages(SHARED, [("ClientIdentifier", "100059"), ("SupplierItemSKU", "VV01701002")], TIME, path="/B2B/PriceInquiry"),
    "d": stages(FORM, [("ClientIdentifier", "100059"), ("SupplierItemSKU", "VV01701002")], TIME),
    "anonymous": stages(DANCIK, SKU, TIME, key="anonymous"),
    "assumed-zone": stages(EASTERN, B_PARAMETERS, B_TIME),
    "digest-over-secret": stages(DIGEST, B_PARAMETERS, B_TIME),
    "discovery-plain": plain_discovery(),
    "empty-values": stages(DANCIK, EMPTY, TIME),
    "host-with-port": stages(DANCIK, SKU, TIME, host="Sandbox.Example.com:8443", path="/fcb2b/Stock%20Check/"),
    "empty-path": stages(DANCIK, SKU, TIME, path=""),
    "plus-and-space": stages(DANCIK, PLUS, TIME),
    "plus-and-space-b1": stages(B["b1"], PLUS, B_TIME),
    "plus-and-space-b2": stages(B["b2"], PLUS, B_TIME),
    "plus-and-space-d": stages(FORM, PLUS, TIME),
    "post": stages(DANCIK, SKU, TIME, http="POST"),
    "repeated-names": stages(DANCIK, REPEATED, TIME),
    "repeated-names-d": stages(FORM, REPEATED, TIME),
    "reserved": stages(DANCIK, RESERVED, TIME),
    "reserved-b1": stages(B["b1"], RESERVED, B_TIME),
    "reserved-b6": stages(B["b6"], RESERVED_RAW, B_TIME),
    "reserved-c": stages(SHARED, RESERVED, TIME, secret="s3cr+t/with='all' &~more*"),
    "utf8": stages(DANCIK, UTF8, TIME),
    "utf8-b2": stages(B["b2"], UTF8, B_TIME),
    "utf8-c": stages(SHARED, UTF8, TIME),
    "whole-second-b1": stages(B["b1"], B_PARAMETERS, "2024-12-21T07:53:23Z"),
}

GUIDE = """
https://fcb2b.evedi.io/services?TimeStamp=2024-12-21T10:57:23.141466&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=904523d2d5432cbf32ce95dcc799efaa3c550a1a183b9320c83e10d827ce44ff
https://fcb2b.evedi.io/stockcheck?ClientIdentifier=100059&RequestedQuantity=10&SupplierItemSKU=VV01701002&TimeStamp=2024-12-21T07:53:23.186983&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=b7d02ff5cc9efca10f6d8e1e425695919532696d83e53a421b3cf624d6466a66
https://fcb2b.evedi.io/inventoryinquiry?ClientIdentifier=100059&SupplierItemSKU=VV01701002&TimeStamp=2024-12-21T07:41:44.464906&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=57674e86611a11d48c007421a2cc443d0db51347c0e44620e27ee23afffceb39
https://fcb2b.evedi.io/relateditems?ClientIdentifier=100059&SupplierItemSKU=VV01701002&TimeStamp=2024-12-21T06:22:42.458047&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=1f0c4ebdfeecfaecfa90ac4f43b9ae25805d0d80490c2ee3dfa7694429eb6e8c
https://fcb2b.evedi.io/solutioncheck?ClientIdentifier=100059&ReqQuantityMinimum=5&ReqUnitOfMeasure=BX&RequestedQuantity=5&SupplierItemSKU=VV01701002&TimeStamp=2025-01-08T01:28:52.958034&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=ccd1a790cc2bf7b49acefe50d5341ba5a51e0b18345fafca38b233a98e5f7388
https://fcb2b.evedi.io/solutioninquiry?ClientIdentifier=100059&ReqQuantityMinimum=5&ReqUnitOfMeasure=BX&RequestedQuantity=5&SupplierItemSKU=VV01701002&TimeStamp=2025-01-08T01:33:06.110760&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=7ada653b406fd9ac641d68a53721c5bf7acaa70f328bba8a84b8fd829784d93a
https://fcb2b.evedi.io/priceinquiry?ClientIdentifier=cl0000002&SupplierItemSKU=VV01701002&TimeStamp=2024-12-15T17:54:21.615026&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=50e717056dee7289ba1726abedd3e765379b813a89ec784f658ec7258c4ae86a
https://fcb2b.evedi.io/documentservice?ClientIdentifier=100059&SupplierItemSKU=5E65800110&TimeStamp=2024-10-25T13:16:56.401958&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=52877a41f17b880073ad006bcee47bbbb99e7ca4a5d4e00e3b6573f3cb99f502
https://fcb2b.evedi.io/getpricecatalogtypes?ClientIdentifier=100059&TimeStamp=2024-11-01T07:48:25.124055&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=3315fa564efc0859e2790c0c2f078007f37e21127b4ae9408d1c63b2f6a5ae5a
https://fcb2b.evedi.io/pricecatalogrequest?CatalogIdentifier=FULL&ClientIdentifier=cl0000002&TimeStamp=2024-12-15T15:18:57.916553&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=76b34283d294d78bfdd41e00dcc91a7e57c86514f273557011c1db506c8798f0
https://fcb2b.evedi.io/getreserves?ClientIdentifier=100059&TimeStamp=2024-12-15T09:25:08.097488&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=fcb870b5b9a754f0980a0d01376a8ab6ecc7c3337df91262ea83a3427fa47754
https://fcb2b.evedi.io/createreserve?ClientIdentifier=cl0000002&Quantity=5&SameShadeOrDyeLot=false&SupplierItemSKU=VV01701002&TimeStamp=2024-12-15T10:26:18.205139&UnitOfMeasure=BX&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=7e5b025a4a447acc0af4c996d1c84f24aac3e69bb46611cc68cfec3b75283c2e
https://fcb2b.evedi.io/orders?ClientIdentifier=100059&OrderNumber=3132305&ResultsLimit=3&SupplierItemSKU=VV01701002&TimeStamp=2025-01-08T18:45:19.692811&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=8cfabf4c909fb71dfd6227a179f4647fdf0de63d72d6d7c00c1f4310a108f7e3
https://fcb2b.evedi.io/orderstatus?ClientIdentifier=100059&OrderNumber=3132305&SupplierItemSKU=VV01701002&TimeStamp=2025-01-08T18:39:28.670170&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=d95d385be92fff2673e4d5cb8b030806b92f56b4115dcbcf8eb874c0445b395a
https://fcb2b.evedi.io/orderstatusdetail?ClientIdentifier=100059&OrderNumber=3132305&SupplierItemSKU=VV01701002&TimeStamp=2025-01-08T22:37:18.859628&apiKey=BHm06vRD7l7HDFFE4bfbp7&signature=9d002475f5bf6f1b47a5ff4b572fcfa2a908665463deb9e9ed67f81cbe0ff542
""".split()
VECTORS |= {f"guide-{urlsplit(url).path.strip('/')}": guide(url) for url in GUIDE}


def main():
    check = sys.argv[1:] == ["--check"]
    wrong = []
    for name, files in VECTORS.items():
        for file, text in files.items():
            path = HERE / name / file
            if check:
                if not path.exists() or path.read_bytes() != text.encode() + b"\n":
                    wrong.append(f"{name}/{file}")
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(text.encode() + b"\n")
    sys.exit("differs: " + " ".join(wrong) if wrong else 0)


main()
