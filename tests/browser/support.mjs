// The sandbox, clients that make mistakes, and the browser.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { chromium } from "playwright-core";

export const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));

const ca = readFileSync(ready.ca);
const { host } = new URL(ready.url);

/** Debian's Chromium. It runs as whoever runs the tests, which in a container is root: its own sandbox refuses that. */
export const launch = () =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (it) => "%" + it.charCodeAt(0).toString(16).toUpperCase());

/** Asks an fcB2B service; `mistake` changes the canonical query before it is signed. */
export function ask(service, parameters, mistake = (query) => query) {
  const all = {
    ClientIdentifier: ready.fcb2b.client_identifier,
    TimeStamp: new Date().toISOString().replace("Z", "000"),
    apiKey: ready.fcb2b.api_key,
    ...parameters,
  };
  const query = Object.keys(all).sort().map((name) => `${encode(name)}=${encode(all[name])}`).join("&");
  const text = ["GET", host, `/${service}`, mistake(query)].join("\n");
  const signature = createHmac("sha256", ready.fcb2b.secret).update(text).digest("hex");
  return send({ path: `/${service}?${query}&signature=${signature}` });
}

/** Posts a document, or gets a path. */
export function send({ path, method = "GET", headers = {}, body = "" }) {
  return new Promise((resolve, reject) => {
    const call = request(ready.url + path, { method, headers, ca }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

/** Asks Westcon how an order stands, with this password and at this time. */
export function order(number, { password = ready.westcon.key, now = new Date() } = {}) {
  const oasis = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
  const contract = "http://schemas.datacontract.org/2004/07/Westcon.B2B.WebServices.OrderStatus.Contracts.Request";
  const expires = new Date(now.getTime() + 300_000);
  const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:o="${oasis}wssecurity-secext-1.0.xsd"
    xmlns:u="${oasis}wssecurity-utility-1.0.xsd"><s:Header><o:Security><u:Timestamp><u:Created>${now.toISOString()}</u:Created>
    <u:Expires>${expires.toISOString()}</u:Expires></u:Timestamp><o:UsernameToken><o:Username>${ready.westcon.account}</o:Username>
    <o:Password>${password}</o:Password></o:UsernameToken></o:Security></s:Header><s:Body>
    <m:GetOrderStatus xmlns:m="http://tempuri.org/"><m:request xmlns:q="${contract}"><q:WestconOrderStatus>
    <q:CustomerAccountNumber>${ready.westcon.account}</q:CustomerAccountNumber><q:Orders><q:Order><q:OrderNumber>${number}</q:OrderNumber>
    </q:Order></q:Orders></q:WestconOrderStatus></m:request></m:GetOrderStatus></s:Body></s:Envelope>`;
  return send({ path: ready.westcon.path, method: "POST", headers: { "content-type": "text/xml; charset=utf-8" }, body });
}

/** Asks Tech Data with a submission of this content. */
export function submit(name, header, detail) {
  const { username, password, path } = ready.techdata;
  const body = `<XML_${name}_Submit><Header><UserName>${username}</UserName><Password>${password}</Password>${header}</Header>${detail}
    <Summary><NbrOfSegments/></Summary></XML_${name}_Submit>`;
  return send({ path, method: "POST", headers: { "content-type": "text/xml" }, body });
}
