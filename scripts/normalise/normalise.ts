import { isObject, type Json, type JsonObject } from "../model/json.ts";
import { mapSchemas, type SchemaVisitor } from "../model/walk.ts";
import type { Note } from "../problem.ts";
import { separateAlternatives, separateTypeList } from "./alternatives.ts";
import { openBareObject } from "./bare-object.ts";
import { narrowByDiscriminator } from "./discriminator.ts";
import { hoist, type Moves } from "./hoist.ts";
import { dropIdle } from "./idle-keywords.ts";
import { writeImpliedType } from "./implied-type.ts";
import { requireKeywordValues } from "./keyword-values.ts";
import { requireKnownKeywords } from "./known-keywords.ts";
import { readMediaTypes } from "./media-types.ts";
import { alignNull } from "./null-in-enum.ts";
import { admitOverlap } from "./overlap.ts";
import { placeReferred } from "./placed.ts";
import { relaxByDirection } from "./read-write.ts";
import { componentOf, separateReferences } from "./references.ts";
import { declareRequired } from "./required.ts";
import { breakInheritanceCycles } from "./self-reference.ts";
import { upgrade } from "./upgrade.ts";

/**
 * The form of the description that types and validators are both made from: 3.1, and free of what the
 * generators of the field read differently from the standard. What a value must be like is not changed, with
 * the exceptions that `upgrade`, `narrowByDiscriminator`, `readMediaTypes`, `relaxByDirection`, `writeImpliedType` and
 * `admitOverlap` state. The rules are
 * independent files, applied in this order because each relies on the ones before it.
 *
 * @param moves takes what got another place under components/schemas; for `beforeMoves`
 * @param tell takes what is read otherwise than it stands there
 */
export function normalise(bundle: JsonObject, moves: Moves, tell: Note = () => {}): JsonObject {
  // A YAML alias makes one object of two places. By way of text they are two, for the rules to change each by itself.
  const document = JSON.parse(JSON.stringify(bundle)) as JsonObject;
  const note = (more: Moves) => more.forEach((from, name) => moves.set(name, from));
  placeReferred(document);
  note(hoist(document));
  upgrade(document, tell);
  requireKnownKeywords(document);
  requireKeywordValues(document);
  separateReferences(document);
  breakInheritanceCycles(document);
  narrowByDiscriminator(document);
  declareRequired(document, tell);
  readMediaTypes(document);
  note(relaxByDirection(document));
  // In one walk: none of them looks at what another has done to a schema inside, or makes work for an earlier one.
  mapSchemas(document, (schema, pointer, direction) =>
    SINGLE.reduce<Json>(
      (made, rule) => (isObject(made) ? rule(made, pointer, direction) : made),
      schema,
    ),
  );
  return document;
}

/** The rules that look at one schema by itself, in their order. */
const SINGLE: readonly SchemaVisitor[] = [
  writeImpliedType,
  admitOverlap,
  dropIdle,
  alignNull,
  openBareObject,
  separateAlternatives,
  separateTypeList,
];

/** The pointer into the bundle of what a pointer into the normalised description names. */
export function beforeMoves(pointer: string, moves: Moves): string {
  let current = pointer;
  // The form of a component that was itself given a name has moved twice.
  for (const _ of moves) {
    const [, name, rest = ""] = /^#\/components\/schemas\/([^/]+)(\/.*)?$/.exec(current) ?? [];
    const from = moves.get(componentOf(`#/components/schemas/${name}`) ?? "");
    if (from === undefined) return current;
    current = `${from}${rest}`;
  }
  return current;
}
