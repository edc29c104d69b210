// The rival: the script that people write. The same CSV parser, plain fetch, one call after the other;
// no check, no duplicate found, nothing on record. Arguments: LIST URL [single]
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";

const [list = "", url = "", route = "batch"] = process.argv.slice(2);
const size = route === "single" ? 1 : 100;
const statuses = `${url}/communication-preferences/2026-03/statuses`;

/** @param {string[]} inputs */
async function send(inputs) {
  const whom = size === 1 ? encodeURIComponent(inputs[0] ?? "") : "batch";
  const response = await fetch(`${statuses}/${whom}/unsubscribe-all?channel=EMAIL&verbose=true`, {
    method: "POST",
    headers: { authorization: "Bearer mock-token", "content-type": "application/json" },
    body: size === 1 ? null : JSON.stringify({ inputs }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { results } = /** @type {{ results: unknown[] }} */ (await response.json());
  if (results.length !== inputs.length) throw new Error("an address is missing");
}

/** @type {string[]} */
let inputs = [];
for await (const row of createReadStream(list).pipe(parse({ columns: true }))) {
  inputs.push(/** @type {{ email: string }} */ (row).email);
  if (inputs.length < size) continue;
  await send(inputs);
  inputs = [];
}
if (inputs.length > 0) await send(inputs);
