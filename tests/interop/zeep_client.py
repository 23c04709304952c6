"""Asks a running sandbox for an order's status with zeep, in every way zeep can ask.

usage: zeep_client.py READY_JSON    (the line that `b2b sandbox` prints when it is ready)
"""

import base64
import difflib
import json
import os
import re
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests
from lxml import etree
from zeep import Client, Transport
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.wsse import UsernameToken
from zeep.wsse.utils import WSSE, WSU, get_timestamp

ACTION = "http://tempuri.org/IOrderStatus/GetOrderStatus"
SECEXT = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
WSA = "http://www.w3.org/2005/08/addressing"
PORTS = {"1.1": "BasicHttpBinding_IOrderStatus", "1.2": "WSHttpBinding_IOrderStatus"}
ENVELOPES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
MEDIA_TYPES = {"1.1": "text/xml", "1.2": "application/soap+xml"}
REASONS = {
    "FailedAuthentication": "At least one security token in the message could not be validated.",
    "InvalidSecurity": "An error occurred when verifying security for the message.",
}

READY = json.loads(Path(sys.argv[1]).read_text())
WESTCON = READY["westcon"]
EXPECTED = json.loads(Path(__file__).with_name("expected_answer.json").read_text())


# Tokens ---------------------------------------------------------------------------------------------------------------


def ago(**delta):
    return datetime.now(timezone.utc) - timedelta(**delta)


def timestamp(created):
    return WSU.Timestamp(
        WSU.Created(get_timestamp(created, zulu_timestamp=True)),
        WSU.Expires(get_timestamp(created + timedelta(minutes=5), zulu_timestamp=True)),
    )


class NoncedText(UsernameToken):
    """PasswordText with Nonce and Created, which zeep itself writes beside a digest only."""

    def _create_password_text(self):
        nonce = base64.b64encode(os.urandom(16)).decode()
        return super()._create_password_text() + [
            WSSE.Nonce(nonce, EncodingType=BASE64),
            WSU.Created(get_timestamp(self.created, self.zulu_timestamp)),
        ]


def token(kind=UsernameToken, password=WESTCON["key"], **options):
    return kind(WESTCON["account"], password, **options)


TEXT = {
    "text token with Timestamp": lambda: token(timestamp_token=timestamp(ago())),
    "text token": token,
    "text token with nonce": lambda: token(NoncedText),
}
DIGEST = {
    "digest token, Created ending in +00:00": lambda: token(use_digest=True),
    "digest token, Created ending in Z, Timestamp": lambda: token(
        use_digest=True, zulu_timestamp=True, timestamp_token=timestamp(ago())
    ),
}
REFUSED = {
    "no Security header": (lambda: None, ["InvalidSecurity"]),
    "wrong password": (lambda: token(password="wrong"), ["FailedAuthentication"]),
    "expired Timestamp": (lambda: token(timestamp_token=timestamp(ago(hours=1))), ["InvalidSecurity"]),
    "Created an hour old": (lambda: token(NoncedText, created=ago(hours=1)), ["InvalidSecurity"]),
    "digest token where only text is taken": (
        lambda: token(use_digest=True),
        ["FailedAuthentication", "InvalidSecurity"],
    ),
}
REFUSED_DIGEST = {
    "digest of a wrong password": (lambda: token(password="wrong", use_digest=True), ["FailedAuthentication"]),
    "digest token an hour old": (lambda: token(use_digest=True, created=ago(hours=1)), ["InvalidSecurity"]),
}


# Exchange -------------------------------------------------------------------------------------------------------------


class Recorder(Transport):
    """Trusts the sandbox's CA only, and keeps what was sent and what came back."""

    def __init__(self):
        session = requests.Session()
        session.verify = READY["ca"]
        session.trust_env = False
        super().__init__(session=session, timeout=30, operation_timeout=30)

    def post(self, address, message, headers):
        self.sent = (address, message, headers)
        self.reply = super().post(address, message, headers)
        return self.reply


class Endpoint:
    def __init__(self, path):
        self.transport = Recorder()
        self.client = Client(f"{READY['url']}{path}?wsdl", transport=self.transport)

    def ask(self, soap, wsse, addressing=True, order="704571"):
        service = self.client.bind("OrderStatus", PORTS[soap])
        # zeep writes WS-Addressing headers by itself as soon as the WSDL names an action.
        service._binding.get("GetOrderStatus").abstract.wsa_action = ACTION if addressing else None
        self.client.wsse = wsse
        result = service.GetOrderStatus(
            request={
                "WestconOrderStatus": {
                    "CustomerAccountNumber": WESTCON["account"],
                    "OrderNumberType": "W",
                    "Orders": {"Order": [{"OrderNumber": order}]},
                    "ReturnSerialNumberAndMACAddress": True,
                }
            }
        )
        self.check_envelope(soap)
        return plain(serialize_object(result, dict))

    def check_envelope(self, soap):
        media_type = self.transport.reply.headers["Content-Type"].split(";")[0]
        equal(media_type, MEDIA_TYPES[soap], "media type")
        sent, reply = etree.fromstring(self.transport.sent[1]), etree.fromstring(self.transport.reply.content)
        equal(etree.QName(reply).namespace, ENVELOPES[soap], "envelope")
        asked = sent.findtext(f".//{{{WSA}}}MessageID")
        if asked is not None:
            equal(reply.findtext(f".//{{{WSA}}}RelatesTo"), asked, "RelatesTo")

    def fault(self, soap):
        """The WS-Security code and the text of the fault that came back, and how it came."""
        reply = self.transport.reply
        assert reply.status_code in (400, 500), f"HTTP status {reply.status_code}"
        self.check_envelope(soap)
        fault, s = etree.fromstring(reply.content).find(".//{*}Fault"), f"{{{ENVELOPES[soap]}}}"
        if soap == "1.1":
            code, reason = fault.find("faultcode"), fault.findtext("faultstring")
        else:
            equal(qname(fault.find(f"{s}Code/{s}Value")), f"{s}Sender", "fault code")
            code, reason = fault.find(f"{s}Code/{s}Subcode/{s}Value"), fault.findtext(f"{s}Reason/{s}Text")
        code = etree.QName(qname(code))
        equal(code.namespace, SECEXT, "namespace of the fault code")
        return code.localname, reason


def qname(element):
    prefix, _, local = element.text.strip().rpartition(":")
    return f"{{{element.nsmap[prefix or None]}}}{local}"


def plain(value):
    """Without the difference between nil and empty, which is not the same in all clients."""
    if isinstance(value, dict):
        value = {key: plain(item) for key, item in value.items()}
        return value if any(item is not None for item in value.values()) else None
    return [plain(item) for item in value] or None if isinstance(value, list) else value


def equal(actual, expected, what):
    assert actual == expected, f"{what}: expected {expected!r}, got {actual!r}"


# Cases ----------------------------------------------------------------------------------------------------------------


def answered(endpoint, soap, make_token, addressing=True):
    answer = endpoint.ask(soap, make_token(), addressing)
    time = answer["WestconMetadata"].pop("TimeStamp")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", time), f"TimeStamp {time!r}"
    difference = list(difflib.unified_diff(*(json.dumps(x, indent=1).splitlines() for x in (EXPECTED, answer)), n=0))
    assert not difference, "\n".join(["answer differs", *difference[2:]])


def unknown(endpoint, soap):
    (order,) = endpoint.ask(soap, token(), order="123456789")["Orders"]["Order"]
    errors = order["Errors"] or {}
    assert errors.get("ErrorNo") and errors.get("ErrorDetail"), f"Errors {order['Errors']!r}"
    equal(order["HeaderStatusCode"], None, "HeaderStatusCode")


def refused(endpoint, soap, make_token, codes):
    try:
        endpoint.ask(soap, make_token())
    except Fault:
        code, reason = endpoint.fault(soap)
        assert code in codes, f"fault code {code}, expected {' or '.join(codes)}"
        if len(codes) == 1:
            equal(reason, REASONS[code], "reason")
    else:
        raise AssertionError("answered, expected a fault")


def replayed(endpoint, soap, make_token):
    endpoint.ask(soap, make_token())
    endpoint.transport.post(*endpoint.transport.sent)
    equal(endpoint.fault(soap)[0], "InvalidSecurity", "fault code")


def cases():
    westcon, digest = Endpoint(WESTCON["path"]), Endpoint(WESTCON["digest_path"])
    for soap in PORTS:
        for name, make in TEXT.items():
            for addressing in (True, False):
                suffix = "WS-Addressing" if addressing else "no WS-Addressing"
                yield f"SOAP {soap}, {name}, {suffix}", answered, westcon, soap, make, addressing
        for name, make in DIGEST.items():
            yield f"SOAP {soap}, {name}", answered, digest, soap, make
        yield f"SOAP {soap}, unknown order", unknown, westcon, soap
        for endpoint, table in (westcon, REFUSED), (digest, REFUSED_DIGEST):
            for name, (make, codes) in table.items():
                yield f"SOAP {soap}, refused: {name}", refused, endpoint, soap, make, codes
        yield f"SOAP {soap}, refused: text token replayed", replayed, westcon, soap, lambda: token(NoncedText)
        yield f"SOAP {soap}, refused: digest token replayed", replayed, digest, soap, lambda: token(use_digest=True)


def main():
    table, failed = list(cases()), 0
    print(f"1..{len(table)}", flush=True)
    for number, (name, run, *arguments) in enumerate(table, 1):
        try:
            run(*arguments)
            print(f"ok {number} - zeep: {name}", flush=True)
        except Exception as error:
            failed += 1
            print(f"not ok {number} - zeep: {name}", flush=True)
            print("\n".join(f"# {line}" for line in f"{type(error).__name__}: {error}".splitlines()), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
