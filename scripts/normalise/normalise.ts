import { clone, type JsonObject } from "../model/json.ts";
import { mapSchemas } from "../model/walk.ts";
import { hoist } from "./hoist.ts";
import { requireKnownKeywords } from "./known-keywords.ts";
import { relaxByDirection } from "./read-write.ts";
import { separateReferences } from "./references.ts";
import { declareRequired } from "./required.ts";
import { breakInheritanceCycles } from "./self-reference.ts";
import {
  alignNull,
  dropDiscriminator,
  openBareObject,
  separateAlternatives,
  separateTypeList,
} from "./shapes.ts";
import { upgrade } from "./upgrade.ts";

/**
 * The form of the description that types and validators are both made from: 3.1, and free of what the
 * generators of the field read differently from the standard. What a value must be like is not changed, with
 * the two exceptions that `upgrade` and `relaxByDirection` state. The rules are independent files, applied in
 * this order because each relies on the ones before it.
 */
export function normalise(bundle: JsonObject): JsonObject {
  const document = clone(bundle);
  upgrade(document);
  requireKnownKeywords(document);
  separateReferences(document);
  hoist(document);
  breakInheritanceCycles(document);
  declareRequired(document);
  relaxByDirection(document);
  for (const rule of [
    dropDiscriminator,
    alignNull,
    openBareObject,
    separateAlternatives,
    separateTypeList,
  ]) {
    mapSchemas(document, rule);
  }
  return document;
}
