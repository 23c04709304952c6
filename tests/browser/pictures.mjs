// The two pictures of the README, made in the directory of the second argument.
import { join } from "node:path";
import { ask, launch, order, ready, submit } from "./support.mjs";

const folder = process.argv[3];
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1200, height: 560 }, colorScheme: "light" });

await order("704571");
await submit("PriceAvailability", "", "<Detail><LineInfo><RefIDQual>VP</RefIDQual><RefID>10226038</RefID></LineInfo></Detail>");
await submit("Order", "<OrderTypeCode>BS</OrderTypeCode>", "<Detail><LineInfo/></Detail>");
await ask("stockcheck", { SupplierItemSKU: "VV01701002" });
await order("704571", { now: new Date(Date.now() - 5 * 3_600_000) });
await ask("inventoryinquiry", { SupplierItemSKU: "VV01701002" });
const query = (text) => text.replaceAll("%20", "+");
await ask("createreserve", { SupplierItemSKU: "VV01701002", Quantity: "5", UnitOfMeasure: "BX", Sidemark: "SMITH KITCHEN" }, query);

await page.goto(ready.inspector);
await page.screenshot({ path: join(folder, "inspector-list.png") });
await page.locator("#list tbody a").first().click();
await page.setViewportSize({ width: 1200, height: 1600 });
const stage = await page.getByRole("region", { name: "String to sign" }).boundingBox();
const height = Math.ceil(stage.y + stage.height + 16);
await page.screenshot({ path: join(folder, "inspector-refusal.png"), clip: { x: 0, y: 0, width: 1200, height } });
await browser.close();
