// Signs fcB2B queries with nothing but Node's own modules, and asks every service of a running sandbox.
//
// usage: node fcb2b_signer.mjs READY_JSON    (the line that `b2b sandbox` prints when it is ready)

import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { url: base, ca, fcb2b } = read(process.argv[2]);
const services = read(new URL('fcb2b_services.json', import.meta.url));
const agent = new https.Agent({ ca: readFileSync(ca), keepAlive: false });
const dancik = fcb2b.profile === 'dancik';
// RFC 3986: encodeURIComponent leaves five characters more than that.
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);

/** The URL with its signature: profile A in Base64 as `Signature`, profile B (candidate 1) in hex as `signature`. */
function sign(url, own) {
  const now = new Date().toISOString();
  const parameters = { ...own, TimeStamp: dancik ? `${now.slice(0, 19)}Z` : `${now.slice(0, 23)}000`, apiKey: fcb2b.api_key };
  if (dancik) parameters.GlobalIdentifier = randomUUID();
  const query = Object.keys(parameters).sort().map((name) => `${encode(name)}=${encode(parameters[name])}`).join('&');
  const { host, pathname } = new URL(url);
  const mac = createHmac('sha256', fcb2b.secret).update(['GET', host, pathname, query].join('\n'));
  return `${url}?${query}&${dancik ? `Signature=${encode(mac.digest('base64'))}` : `signature=${mac.digest('hex')}`}`;
}

/** The URL with another second than the one that was signed. */
const spoiled = (url) => url.replace(/(TimeStamp=[\d-]+T\d\d%3A\d\d%3A\d)(\d)/, (_, before, digit) => before + ((Number(digit) + 1) % 10));

const ask = (url) => new Promise((resolve, reject) => {
  https.get(url, { agent, timeout: 30_000 }, async (answer) => {
    let body = '';
    for await (const piece of answer.setEncoding('utf8')) body += piece;
    resolve({ status: answer.statusCode, body });
  }).on('error', reject);
});

function check(name, holds, seen) {
  console.log(`${holds ? 'ok' : 'not ok'} - node ${fcb2b.profile} ${name}${holds ? '' : `\n# ${JSON.stringify(seen)}`}`);
  process.exitCode ||= holds ? 0 : 1;
}

const discovery = base + fcb2b.services;
const listed = await ask(dancik ? discovery : sign(discovery, {}));
const profiles = listed.body.match(/<ServiceProfile>.*?<\/ServiceProfile>/gs) ?? [];
const text = (xml, name) => xml.match(new RegExp(`<${name}(?: [^>]*)?>([^<]*)<`))[1];
const paths = Object.fromEntries(profiles.map((profile) => [text(profile, 'Name'), text(profile, 'HTTPSRequestPath')]));
check('lists every service', listed.status === 200 && Object.keys(services).every((name) => name in paths), listed);
for (const [service, own] of Object.entries(services)) {
  const client = service !== 'Services' && { ClientIdentifier: fcb2b.client_identifier };
  const url = dancik && !client ? discovery : sign(paths[service], { ...client, ...own });
  const answer = await ask(url);
  check(`${service} is accepted`, answer.status === 200, answer);
  if (url === discovery) continue; // asked plainly, it has no byte to get wrong
  const refusal = await ask(spoiled(url));
  const [seen] = JSON.parse((await ask(`${base}/_sandbox/exchanges?limit=1`)).body);
  check(`${service} with a wrong byte is refused`, refusal.status === 403 && seen.explanation?.sentence.includes('signature does not match'), { refusal, seen });
}
