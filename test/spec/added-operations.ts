import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { format } from "prettier";

/** What spec/README.md asks for of whoever adds an operation: a batch call, and one for an address in the path. */
const paths = `
  /communication-preferences/2026-03/statuses/batch/read:
    post:
      operationId: batchReadStatuses
      summary: Read the subscriptions of a batch of addresses
      description: >-
        Tells of every address of the batch which subscriptions it has; nothing is changed.
      tags: [Batch]
      security:
        - bearerToken: [communication_preferences.statuses.batch.read]
      x-batch:
        property: inputs
        size: 100
      x-idempotent: true
      parameters:
        - $ref: "#/components/parameters/Channel"
        - $ref: "#/components/parameters/BusinessUnitId"
      requestBody:
        description: The addresses to read.
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/AddressBatch"
            examples:
              readStatusesOfOne:
                $ref: samples/batchReadStatuses/request-statuses-of-one.yaml
      responses:
        "200":
          description: The batch was read.
          headers: *usualHeaders
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/BatchReadStatusesResponse"
              examples:
                statusesOfOne:
                  $ref: samples/batchReadStatuses/statuses-of-one.yaml
        "400":
          $ref: "#/components/responses/BadRequest"
        default:
          $ref: "#/components/responses/UnexpectedError"

  /communication-preferences/2026-03/statuses/{subscriberIdString}:
    get:
      operationId: readStatusesForContact
      summary: Read the subscriptions of one address
      description: >-
        Tells which subscriptions one address has; nothing is changed.
      tags: [Contact]
      security:
        - bearerToken: [communication_preferences.read]
      parameters:
        - $ref: "#/components/parameters/SubscriberIdString"
        - $ref: "#/components/parameters/Channel"
      responses:
        "200":
          description: The address was read.
          headers: *usualHeaders
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/ReadStatusesForContactResponse"
              examples:
                statusesForContact:
                  $ref: samples/readStatusesForContact/statuses-for-contact.yaml
        "400":
          $ref: "#/components/responses/BadRequest"
        default:
          $ref: "#/components/responses/UnexpectedError"
`;

const schemas = `
    BatchReadStatusesResponse:
      description: Which subscriptions the addresses of a batch have.
      type: object
      required: [results]
      properties:
        results:
          description: The subscriptions of each address, in no promised order.
          type: array
          items:
            $ref: "#/components/schemas/AddressResult"

    ReadStatusesForContactResponse:
      description: Which subscriptions one address has.
      type: object
      required: [results]
      properties:
        results:
          description: The subscriptions of the address.
          type: array
          items:
            $ref: "#/components/schemas/SubscriptionStatus"
`;

const status = {
  ...{ source: "A form of the website", subscriberIdString: "ada@example.com" },
  ...{ subscriptionId: 7001, subscriptionName: "Newsletter", channel: "EMAIL" },
  ...{ status: "SUBSCRIBED", timestamp: "2026-04-14T09:30:00.412Z" },
};

const samples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>> = {
  "batchReadStatuses/request-statuses-of-one": {
    summary: "One address.",
    value: { inputs: ["ada@example.com"] },
  },
  "batchReadStatuses/statuses-of-one": {
    summary: "An address that has one subscription.",
    value: { results: [{ subscriberIdString: "ada@example.com", statuses: [status] }] },
  },
  "readStatusesForContact/statuses-for-contact": {
    summary: "One subscription.",
    value: { results: [status] },
  },
};

const added = ["batchReadStatuses", "readStatusesForContact"];

/** Adds both operations to the description of a clone, and their samples. */
export async function addOperations(clone: string): Promise<readonly string[]> {
  // A maintainer may have added the same by now: then those are the ones to look at.
  const described = await readFile(join(clone, "spec/openapi.yaml"), "utf8");
  const there = described.matchAll(
    /^ {2}\/\S+\/statuses\/(?:batch\/read|\{subscriberIdString\}):\n(?: {3,}.*\n)*? +operationId: (\w+)/gm,
  );
  const ids = Array.from(there, ([, id = ""]) => id);
  if (ids.length > 0) return ids;
  await edit(clone, "spec/openapi.yaml", (text) =>
    text
      .replace(/\ncomponents:\n/, `${paths}\ncomponents:\n`)
      .replace(/\n {2}schemas:\n/, `\n  schemas:${schemas}\n`)
      .replace(/^ {2}version: .*$/m, "  version: 99.0.0"),
  );
  for (const [name, sample] of Object.entries(samples)) {
    const path = join(clone, "spec/samples", `${name}.yaml`);
    await mkdir(dirname(path), { recursive: true });
    // JSON is YAML, too.
    await writeFile(
      path,
      await format(JSON.stringify(sample), { parser: "yaml", printWidth: 100 }),
    );
  }
  return added;
}

/** Changes a file of a clone; that the text stays as it was is a fault of the test. */
export async function edit(
  clone: string,
  name: string,
  change: (text: string) => string,
): Promise<void> {
  const path = join(clone, name);
  const before = await readFile(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${name} was not changed`);
  await writeFile(path, after);
}
