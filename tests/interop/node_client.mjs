// Asks a running sandbox for an order's status with node-soap, in every way node-soap can ask.
//
// usage: node node_client.mjs READY_JSON    (the line that `b2b sandbox` prints when it is ready)

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import soap from 'soap';

const WSA = 'http://www.w3.org/2005/08/addressing';
const SECEXT = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const VERSIONS = {
  1.1: { port: 'BasicHttpBinding_IOrderStatus', mediaType: 'text/xml', envelope: 'http://schemas.xmlsoap.org/soap/envelope/' },
  1.2: { port: 'WSHttpBinding_IOrderStatus', mediaType: 'application/soap+xml', envelope: 'http://www.w3.org/2003/05/soap-envelope' },
};
const REASONS = {
  FailedAuthentication: 'At least one security token in the message could not be validated.',
  InvalidSecurity: 'An error occurred when verifying security for the message.',
};

const { url, ca, westcon } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const expected = JSON.parse(readFileSync(new URL('expected_answer.json', import.meta.url), 'utf8'));
const http = { httpsAgent: new https.Agent({ ca: readFileSync(ca) }), proxy: false, timeout: 30_000 };

// Tokens

const token = (options, password = westcon.key) => new soap.WSSecurity(westcon.account, password, options);

/** A token of an hour ago: node-soap takes the time from the clock and gives a Timestamp 600 s to live. */
class HourOld extends soap.WSSecurity {
  toXML() {
    const earlier = (time) => new Date(Date.parse(time) - 3_600_000).toISOString().replace('.000Z', 'Z');
    return super.toXML().replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, earlier);
  }
}
const hourOld = (options) => new HourOld(westcon.account, westcon.key, options);

const plainText = { hasTimeStamp: false, hasTokenCreated: false };
const noncedText = { hasTimeStamp: false, hasNonce: true, mustUnderstand: true };
const digest = { passwordType: 'PasswordDigest' };

const TEXT = {
  'text token with Timestamp': () => token(),
  'text token': () => token(plainText),
  'text token with nonce': () => token(noncedText),
};
const REFUSED = {
  'no Security header': [() => undefined, 'InvalidSecurity'],
  'wrong password': [() => token(plainText, 'wrong'), 'FailedAuthentication'],
  'expired Timestamp': [() => hourOld({ hasTokenCreated: false }), 'InvalidSecurity'],
  'Created an hour old': [() => hourOld(noncedText), 'InvalidSecurity'],
  'digest token where only text is taken': [() => token(digest), 'FailedAuthentication', 'InvalidSecurity'],
};

// Exchange

const clients = new Map();

async function client(path, version) {
  const key = `${version} ${path}`;
  if (!clients.has(key)) {
    // Without disableCache both versions would share one parsed WSDL, and with it forceSoap12Headers.
    const options = { forceSoap12Headers: version === '1.2', disableCache: true, handleNilAsNull: true, preserveWhitespace: true };
    clients.set(key, await soap.createClientAsync(`${url}${path}?wsdl`, { ...options, wsdl_options: http }));
  }
  return clients.get(key);
}

/** node-soap knows no WS-Addressing: its users write the headers. */
const addressingHeaders = (to, action, messageId) => `
  <wsa:Action xmlns:wsa="${WSA}" soap:mustUnderstand="1">${action}</wsa:Action>
  <wsa:MessageID xmlns:wsa="${WSA}">${messageId}</wsa:MessageID>
  <wsa:ReplyTo xmlns:wsa="${WSA}"><wsa:Address>${WSA}/anonymous</wsa:Address></wsa:ReplyTo>
  <wsa:To xmlns:wsa="${WSA}" soap:mustUnderstand="1">${to}</wsa:To>`;

/** One exchange: `{ result }`, or `{ fault: { code, reason } }`, and the XML `sent`. `replay` sends that XML instead. */
async function ask(path, version, security, { addressing = true, order = '704571', replay } = {}) {
  const { port, mediaType, envelope } = VERSIONS[version];
  const c = await client(path, version);
  const messageId = `urn:uuid:${randomUUID()}`;
  c.setSecurity(security);
  c.clearSoapHeaders();
  if (addressing) c.addSoapHeader((method, location, action) => addressingHeaders(location, action, messageId));
  const request = {
    WestconOrderStatus: {
      CustomerAccountNumber: westcon.account,
      OrderNumberType: 'W',
      Orders: { Order: [{ OrderNumber: order }] },
      ReturnSerialNumberAndMACAddress: true,
    },
  };
  const options = replay ? { ...http, postProcess: () => replay } : http;
  const { error, result, raw, sent } = await new Promise((resolve) =>
    c.OrderStatus[port].GetOrderStatus(
      { request },
      (error, result, raw, header, sent) => resolve({ error, result, raw, sent }),
      options,
    ),
  );
  if (error && !error.response) throw error;
  assert.equal(c.lastResponseHeaders['content-type'].split(';')[0], mediaType, 'media type');
  assert.ok(raw.includes(`"${envelope}"`), 'namespace of the envelope');
  if (addressing && !replay) assert.equal(raw.match(/RelatesTo[^>]*>([^<]*)</)?.[1], messageId, 'RelatesTo');
  if (!error) return { result: result.GetOrderStatusResult, sent };

  assert.ok([400, 500].includes(error.response.status), `HTTP status ${error.response.status}`);
  const fault = error.root?.Envelope?.Body?.Fault;
  if (!fault) throw error;
  if (version === '1.2') assert.match(text(fault.Code.Value), /:Sender$/);
  const code = text(version === '1.1' ? fault.faultcode : fault.Code.Subcode.Value);
  const [prefix, name] = code.trim().split(':');
  assert.ok(raw.includes(`xmlns:${prefix}="${SECEXT}"`), `namespace of the fault code ${code}`);
  return { fault: { code: name, reason: text(version === '1.1' ? fault.faultstring : fault.Reason.Text) } };
}

const text = (value) => value?.$value ?? value;

// Cases

async function answered(path, version, makeToken, options) {
  const { result, fault } = await ask(path, version, makeToken(), options);
  assert.ok(!fault, `fault ${fault?.code}`);
  const { TimeStamp, ...metadata } = result.WestconMetadata;
  assert.match(TimeStamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  assert.deepEqual({ ...result, WestconMetadata: metadata }, expected);
}

async function unknown(path, version) {
  const { result, fault } = await ask(path, version, token(plainText), { order: '123456789' });
  assert.ok(!fault, `fault ${fault?.code}`);
  const [order] = result.Orders.Order;
  assert.ok(order.Errors?.ErrorNo && order.Errors?.ErrorDetail, 'Errors');
  assert.equal(order.HeaderStatusCode ?? null, null);
}

async function refused(path, version, makeToken, ...codes) {
  const { fault } = await ask(path, version, makeToken());
  assert.ok(fault, 'answered, expected a fault');
  assert.ok(codes.includes(fault.code), `fault code ${fault.code}, expected ${codes.join(' or ')}`);
  if (codes.length === 1) assert.equal(fault.reason, REASONS[fault.code]);
}

async function replayed(path, version, makeToken) {
  const { sent, fault: first } = await ask(path, version, makeToken());
  assert.ok(!first, `the first message: fault ${first?.code}`);
  const { fault } = await ask(path, version, undefined, { replay: sent });
  assert.ok(fault, 'the second message was answered, expected a fault');
  assert.equal(fault.code, 'InvalidSecurity');
}

const { path, digest_path: digestPath } = westcon;
const cases = Object.keys(VERSIONS).flatMap((version) => [
  ...Object.entries(TEXT).flatMap(([name, make]) => [
    [`${name}, WS-Addressing`, answered, path, version, make, { addressing: true }],
    [`${name}, no WS-Addressing`, answered, path, version, make, { addressing: false }],
  ]),
  ['text token, actor next', answered, path, version, () =>
    token({ ...plainText, actor: 'http://schemas.xmlsoap.org/soap/actor/next', mustUnderstand: true })],
  ['digest token with Timestamp', answered, digestPath, version, () => token(digest)],
  ['unknown order', unknown, path, version],
  ...Object.entries(REFUSED).map(([name, args]) => [`refused: ${name}`, refused, path, version, ...args]),
  ['refused: digest of a wrong password', refused, digestPath, version, () => token(digest, 'wrong'), 'FailedAuthentication'],
  ['refused: text token replayed', replayed, path, version, () => token(noncedText)],
  ['refused: digest token replayed', replayed, digestPath, version, () => token(digest)],
]);

console.log(`1..${cases.length}`);
for (const [index, [name, run, path, version, ...args]] of cases.entries()) {
  const title = `${index + 1} - node-soap: SOAP ${version}, ${name}`;
  try {
    await run(path, version, ...args);
    console.log(`ok ${title}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`not ok ${title}`);
    console.log(String(error.message ?? error).replace(/^/gm, '# '));
  }
}
http.httpsAgent.destroy();
