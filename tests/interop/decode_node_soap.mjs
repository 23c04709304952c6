// Decodes a Westcon answer with node-soap whenever it is asked to, and says how long that took.
//
// usage: node decode_node_soap.mjs WSDL ANSWER
//
// It prints how many orders it found in the answer, then for each line on standard input the seconds of one more decode:
// the text of the answer into objects, as node-soap's client does it, without transport.

import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import soap from 'soap';

const [wsdl, answer] = process.argv.slice(2);
const client = await soap.createClientAsync(wsdl, { handleNilAsNull: true });
const text = readFileSync(answer, 'utf8');
const decode = () => client.wsdl.xmlToObject(text);

console.log(decode().Body.GetOrderStatusResponse.GetOrderStatusResult.Orders.Order.length);
for await (const _ of readline.createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint();
  decode();
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
}
