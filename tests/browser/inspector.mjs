// What a person does in the inspector, and what must come of it. Screenshots go to the second argument.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ask, launch, order, ready, send, submit } from "./support.mjs";

const pictures = process.argv[3];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>";

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
const wrong = [];
page.on("dialog", (dialog) => { wrong.push(`a script of a stranger ran: ${dialog.message()}`); dialog.dismiss(); });
page.on("pageerror", (error) => wrong.push(`our script failed: ${error}`));
page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) wrong.push(message.text()); });
context.on("request", (request) => {
  if (![ready.url, ready.http_url].includes(new URL(request.url()).origin)) wrong.push(`asked elsewhere: ${request.url()}`);
});

const steps = [];
const step = (name, work) => steps.push([name, work]);
const row = (text) => page.locator("#list tbody tr", { hasText: text });

/** No violation that keeps people out. */
async function accessible(what) {
  // From our side of the wall: the page's policy lets no script in, and it should not.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  const serious = found.violations.filter((it) => ["serious", "critical"].includes(it.impact));
  assert.deepEqual(serious.map((it) => [it.id, it.nodes.map((node) => node.html)]), [], what);
}

/** Nothing hangs over the edge. */
async function fits(what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} pixels too wide`);
}

step("a refused call appears without a reload, and its cause is named", async () => {
  await page.goto(ready.inspector);
  await page.evaluate(() => { window.sameDocument = true; });
  assert.equal((await ask("stockcheck", { SupplierItemSKU: "VV01701002" })).status, 200);
  await row("StockCheck").first().waitFor();
  const refused = await ask("stockcheck", { SupplierItemSKU: "A B" }, (query) => query.replaceAll("%20", "+"));
  assert.equal(refused.status, 403);
  await row("+ stands for a space").waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true);
});

step("a page that nobody sees does not listen, and catches up", async () => {
  await page.goto(ready.inspector);
  const seen = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  const isEvents = (request) => request.url().endsWith("/_sandbox/events");
  const [ended] = await Promise.all([page.waitForEvent("requestfailed", isEvents), seen(true)]);
  assert.equal(ended.failure().errorText, "net::ERR_ABORTED");
  await ask("stockcheck", { SupplierItemSKU: "unseen" });
  const last = Number((await send({ path: "/_sandbox/exchanges?limit=1" })).text.match(/"id":(\d+)/)[1]);
  assert.equal(await page.locator(`#x${last}`).count(), 0);
  await Promise.all([page.waitForRequest(isEvents), seen(false)]);
  await page.locator(`#x${last}`).waitFor();
});

step("a page that the browser brings back is made anew", async () => {
  await page.evaluate(() => { window.sameDocument = true; });
  const loaded = page.waitForEvent("load");
  await page.evaluate(() => { dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })); });
  await loaded;
  assert.equal(await page.evaluate(() => window.sameDocument), undefined);
});

step("rows that cannot be fetched are no news", async () => {
  await Promise.all([page.waitForResponse("**/_sandbox/rows*"), page.goto(ready.inspector)]);
  await page.route("**/_sandbox/rows*", (route) => route.fulfill({ status: 429, body: "nothing to show" }));
  await ask("stockcheck", { SupplierItemSKU: "unfetched" });
  await page.getByRole("status").filter({ hasText: "could not be fetched (status 429)" }).waitFor({ state: "attached" });
  assert.equal(await page.getByText("nothing to show").count(), 0);
  await page.unroute("**/_sandbox/rows*");
  await ask("stockcheck", { SupplierItemSKU: "fetched" });
  await page.getByRole("status").filter({ hasText: "2 new exchanges" }).waitFor({ state: "attached" });
});

step("the stages stand side by side, with the first difference marked", async () => {
  await row("+ stands for a space").getByRole("link").click();
  await page.getByRole("heading", { name: "Why it was refused" }).waitFor();
  const stage = page.getByRole("region", { name: "Canonical query" });
  assert.deepEqual(await stage.locator("mark").allTextContents(), ["+", "%"]);
  await accessible("a refused signature");
});

step("the other suppliers' refusals are explained too", async () => {
  await order("704571", { now: new Date(Date.now() + 2 * 3_600_000) });
  await submit("Order", "<OrderTypeCode>BS</OrderTypeCode>", "<Detail><LineInfo/></Detail>");
  await page.goto(ready.inspector);
  await row("looks like local time").waitFor();
  await row("looks like local time").getByRole("link").click();
  await page.getByRole("img", { name: /times of the message/ }).waitFor();
  await accessible("a refused message");
  await page.goto(ready.inspector);
  await row("PONbr").getByRole("link").click();
  await page.getByRole("rowheader", { name: "PONbr" }).waitFor();
  await accessible("a refused submission");
});

step("an answer is told in the words of the model", async () => {
  assert.equal((await order("704571")).status, 200);
  await page.goto(ready.inspector + "?supplier=westcon&outcome=answered");
  await page.locator("#list tbody a").first().click();
  await page.getByRole("heading", { name: "What the answer means" }).waitFor();
  assert.ok((await page.locator("main").textContent()).includes('"supplier_order"'));
  await accessible("an answered message");
});

step("the list is filtered and searched", async () => {
  await page.goto(ready.inspector);
  await page.getByLabel("Supplier").selectOption("techdata");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/supplier=techdata/);
  assert.equal(await row("StockCheck").count(), 0);
  assert.equal(await row("PONbr").count(), 1);
  await page.getByLabel("Supplier").selectOption("");
  await page.getByLabel("Search").fill("vv01701002");
  await page.getByLabel("Search").press("Enter");
  await page.waitForURL(/q=vv01701002/);
  assert.equal(await page.locator("#list tbody tr").count(), 1);
  // What comes is filtered as well.
  await ask("stockcheck", { SupplierItemSKU: "another" });
  await ask("stockcheck", { SupplierItemSKU: "VV01701002" });
  await page.waitForFunction(() => document.querySelectorAll("#list tbody tr").length === 2);
});

step("a request is sent again", async () => {
  await page.goto(ready.inspector);
  await row("+ stands for a space").first().getByRole("link").click();
  const first = page.url();
  await page.getByRole("button", { name: "Send again" }).click();
  await page.waitForURL((url) => String(url) !== first);
  assert.equal(await page.locator(".cause .badge").textContent(), "plus-for-space");
});

step("a snippet is copied", async () => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(ready.inspector).origin });
  await page.getByText("As Python").click();
  await page.getByRole("button", { name: "Copy Python" }).click();
  await page.getByRole("status").filter({ hasText: "Copied." }).waitFor({ state: "attached" });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes("hmac.digest(") && !copied.includes(ready.fcb2b.secret), copied);
});

step("a fault is put and cleared", async () => {
  await page.goto(ready.inspector.replace("_sandbox/", "_sandbox/faults"));
  await page.getByLabel("Switch").fill("status=503;supplier=fcb2b");
  await page.getByRole("button", { name: "Put" }).click();
  await page.locator("#current").waitFor();
  assert.equal((await ask("stockcheck", { SupplierItemSKU: "VV01701002" })).status, 503);
  await accessible("the faults");
  await page.getByRole("button", { name: "Clear the fault" }).click();
  await page.getByText("No fault is switched on.").waitFor();
  assert.equal((await ask("stockcheck", { SupplierItemSKU: "VV01701002" })).status, 200);
});

step("the state is browsed, and reset", async () => {
  const state = ready.inspector.replace("_sandbox/", "_sandbox/state?supplier=fcb2b&view=2");
  const count = async () => { await page.goto(state); return page.locator("main tbody tr").count(); };
  const before = await count();
  const reserve = { SupplierItemSKU: "VV01701002", Quantity: "1", UnitOfMeasure: "BX" };
  assert.equal((await ask("createreserve", reserve)).status, 200);
  assert.equal(await count(), before + 1);
  await accessible("the state");
  await page.getByRole("button", { name: "Reset the state" }).click();
  await page.waitForLoadState();
  assert.equal(await count(), before);
});

step("markup of a stranger is text", async () => {
  await ask("stockcheck", { SupplierItemSKU: HOSTILE, [HOSTILE]: HOSTILE });
  await send({ path: `/${encodeURIComponent(HOSTILE)}`, headers: { "x-note": HOSTILE } });
  await submit("PriceAvailability", "", `<Detail><LineInfo><RefID>${HOSTILE}</RefID></LineInfo></Detail>`);
  await order("704571", { password: `<![CDATA[${HOSTILE}]]>` });
  await page.goto(ready.inspector);
  const links = await page.locator("#list tbody a").evaluateAll((all) => all.slice(0, 4).map((it) => it.href));
  for (const url of [...links, `${ready.inspector}?q=${encodeURIComponent(HOSTILE)}`]) {
    await page.goto(url);
    assert.equal(await page.locator("main img, main script").count(), 0, url);
  }
  // A page of another site can neither read nor embed nor send.
  const strange = await context.newPage();
  await strange.setContent(`<iframe src="${ready.inspector}"></iframe>`);
  const read = await strange.evaluate((url) => fetch(url).then((it) => it.text(), () => "kept out"), ready.inspector);
  assert.equal(read, "kept out");
  assert.equal(await strange.frames()[1].locator("#list").count(), 0, "it is not embedded");
  await strange.close();
});

step("all of it works from the keyboard", async () => {
  await page.goto(ready.inspector);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.locator("#list tbody a").first().focus();
  const id = await page.evaluate(() => document.activeElement.id);
  await ask("stockcheck", { SupplierItemSKU: "VV01701002" });
  await page.waitForFunction((id) => document.querySelector("#list tbody a").id !== id, id);
  assert.equal(await page.evaluate(() => document.activeElement.id), id, "the focus stays where it was");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`exchanges/${id.slice(1)}$`));
});

step("it fits at both widths, light and dark", async () => {
  await page.goto(ready.inspector + "?q=stands+for+a+space");
  const detail = await page.locator("#list tbody a").first().evaluate((it) => it.href);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const others = ["state", "faults"].map((name) => [name, ready.inspector.replace("_sandbox/", `_sandbox/${name}`)]);
      for (const [name, url] of [["list", ready.inspector], ["refusal", detail], ...others]) {
        await page.goto(url);
        await fits(`${name} at ${width}`);
        await accessible(`${name} at ${width} in ${colorScheme}`);
        await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: name !== "list" });
      }
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
});

step("it is there over TLS too, for a browser that trusts the sandbox's authority", async () => {
  const answer = await page.goto(`${ready.url}/_sandbox/`);
  assert.equal(answer.status(), 200);
  assert.equal((await answer.securityDetails()).issuer, "B2B sandbox certificate authority");
});

step("more exchanges than are kept leave the page as it is", async () => {
  await page.goto(ready.inspector);
  let fetched = 0;
  page.on("request", (request) => { fetched += request.url().includes("/_sandbox/rows") ? 1 : 0; });
  const many = 10_050;
  for (let sent = 0; sent < many; sent += 50) {
    await Promise.all(Array.from({ length: 50 }, () => send({ path: "/nowhere" })));
  }
  const last = Number((await send({ path: "/_sandbox/exchanges?limit=1" })).text.match(/"id":(\d+)/)[1]);
  await page.locator(`#x${last}`).waitFor();
  assert.equal(await page.locator("#list tbody tr").count(), 50);
  assert.ok(fetched < many / 20, `${fetched} fetches for ${many} exchanges`);
  assert.equal((await send({ path: "/_sandbox/exchanges/1" })).status, 404, "the oldest has gone");
  // Turning the pages back to the oldest that are kept.
  const opened = await page.evaluate(async (before) => {
    const begin = performance.now();
    const answer = await fetch(`/_sandbox/rows?before=${before}`);
    return [answer.status, (await answer.text()).split('id="x').length - 1, performance.now() - begin];
  }, last - 10_000 + 20);
  assert.deepEqual(opened.slice(0, 2), [200, 19]);
  assert.ok(opened[2] < 10_000, `the oldest rows took ${opened[2]} ms`);
});

let failed = 0;
for (const [name, work] of steps) {
  try {
    await work();
    if (wrong.length > 0) throw new Error(wrong.splice(0).join("\n"));
    console.log(`ok - ${name}`);
  } catch (error) {
    failed += 1;
    wrong.length = 0;
    await page.screenshot({ path: join(pictures, `failed-${failed}.png`) }).catch(() => {});
    console.log(`not ok - ${name}\n${String(error.stack ?? error).replace(/^/gm, "  # ")}`);
  }
}
await browser.close();
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
