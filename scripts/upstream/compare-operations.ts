import { isObject, textOf } from "../model/json.ts";
import { compareSchemas } from "./compare-schemas.ts";
import type { Differences } from "./difference.ts";
import { child, itemsOf, namesOf, placeOf, rootNode, type Node } from "../model/node.ts";

/** Compares an operation of ours with the published one of its route. */
export function compareOperation(ours: Node, published: Node, differences: Differences): void {
  const [id, otherId] = [child(ours, "operationId").value, child(published, "operationId").value];
  if (id !== otherId) {
    differences.add(
      "ours",
      placeOf(ours, "operationId"),
      "operation-id",
      `published: ${textOf(otherId)}`,
    );
  }
  compareSecurity(ours, published, differences);
  compareParameters(ours, published, differences);
  const [body, otherBody] = [child(ours, "requestBody"), child(published, "requestBody")];
  if (body.value !== undefined || otherBody.value !== undefined) {
    compareRequired(body, otherBody, differences);
    compareContent(body, otherBody, differences);
  }
  compareResponses(child(ours, "responses"), child(published, "responses"), differences);
}

function compareSecurity(ours: Node, published: Node, differences: Differences): void {
  const demands = (node: Node): Node[] => {
    const own = child(node, "security");
    return itemsOf(own.value === undefined ? child(rootNode(node.root), "security") : own);
  };
  const demandOf = ({ value }: Node): string =>
    isObject(value)
      ? Object.entries(value)
          .map(([name, scopes]) => `${name}: ${JSON.stringify(scopes)}`)
          .sort()
          .join()
      : "";
  const [own, other] = [demands(ours), demands(published)];
  const [texts, otherTexts] = [own.map(demandOf), other.map(demandOf)];
  for (const each of own) {
    if (!otherTexts.includes(demandOf(each)))
      differences.add("ours", each.pointer, "security", demandOf(each));
  }
  for (const each of other) {
    if (!texts.includes(demandOf(each)))
      differences.add("published", each.pointer, "security", demandOf(each));
  }
}

function compareParameters(ours: Node, published: Node, differences: Differences): void {
  const [own, other] = [parametersOf(ours), parametersOf(published)];
  for (const [key, parameter] of own) {
    const their = other.get(key);
    if (their === undefined) {
      differences.add("ours", parameter.pointer, "parameter", `${key} is not published`);
      continue;
    }
    compareRequired(parameter, their, differences);
    compareSchemas(child(parameter, "schema"), child(their, "schema"), differences);
  }
  for (const [key, parameter] of other) {
    if (!own.has(key))
      differences.add("published", parameter.pointer, "parameter", `${key} is not in ours`);
  }
}

function parametersOf(operation: Node): Map<string, Node> {
  return new Map(
    itemsOf(child(operation, "parameters")).map((parameter) => [
      `${textOf(child(parameter, "in").value)} ${textOf(child(parameter, "name").value)}`,
      parameter,
    ]),
  );
}

function compareRequired(ours: Node, published: Node, differences: Differences): void {
  const [own, other] = [
    child(ours, "required").value === true,
    child(published, "required").value === true,
  ];
  if (own === other) return;
  const detail = own ? "published: optional" : "published: required";
  differences.add("ours", ours.pointer, own ? "required" : "optional", detail);
}

function compareResponses(ours: Node, published: Node, differences: Differences): void {
  for (const status of namesOf(ours)) {
    if (!namesOf(published).includes(status)) {
      differences.add("ours", placeOf(ours, status), "status", "not published");
      continue;
    }
    const [own, other] = [child(ours, status), child(published, status)];
    compareNames(child(own, "headers"), child(other, "headers"), "header", differences, (name) => {
      compareSchemas(
        child(child(child(own, "headers"), name), "schema"),
        child(child(child(other, "headers"), name), "schema"),
        differences,
      );
    });
    compareContent(own, other, differences);
  }
  for (const status of namesOf(published)) {
    if (!namesOf(ours).includes(status)) {
      differences.add("published", placeOf(published, status), "status", "not in ours");
    }
  }
}

function compareContent(ours: Node, published: Node, differences: Differences): void {
  const [own, other] = [child(ours, "content"), child(published, "content")];
  const compare = (type: string, otherType: string): void =>
    compareSchemas(
      child(child(own, type), "schema"),
      child(child(other, otherType), "schema"),
      differences,
    );
  compareNames(own, other, "media-type", differences, (type) => compare(type, type));
  // Where HubSpot names no type, what it publishes is JSON.
  const [json, any] = ["application/json", "*/*"];
  const isNamed = namesOf(other).includes(json);
  if (namesOf(own).includes(json) && !isNamed && namesOf(other).includes(any)) compare(json, any);
}

/** What stands in a map by name: on one side only, or compared. */
function compareNames(
  ours: Node,
  published: Node,
  kind: string,
  differences: Differences,
  compare: (name: string) => void,
): void {
  for (const name of namesOf(ours)) {
    if (namesOf(published).includes(name)) compare(name);
    // A header is named where its reference leads to, since many answers share it.
    else differences.add("ours", child(ours, name).pointer, kind, "not published");
  }
  for (const name of namesOf(published)) {
    if (!namesOf(ours).includes(name)) {
      differences.add("published", child(published, name).pointer, kind, "not in ours");
    }
  }
}
