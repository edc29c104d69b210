import { _, KeywordCxt, Name, nil, type Ajv, type Code, type SchemaCxt } from "ajv";
import { resolveRef, SchemaEnv } from "ajv/dist/compile/index.js";
import errors from "ajv/dist/compile/errors.js";
import { not } from "ajv/dist/compile/codegen/index.js";
import { callValidateCode } from "ajv/dist/vocabularies/code.js";
import { getValidate } from "ajv/dist/vocabularies/core/ref.js";

/**
 * Lets Ajv compile functions that return at the first error, where it would go on with a flag and a block inside a block for
 * each property. With `allErrors` it writes one property after the other, and here each error returns. Inside `anyOf` and
 * the like, where an error is not yet the end, it writes what it always does.
 */
export function returningEarly<Result>(compile: () => Result): Result {
  const { subschema } = KeywordCxt.prototype;
  const { reportError, reportExtraError } = errors;
  KeywordCxt.prototype.subschema = function (given, valid) {
    return subschema.call(
      this,
      given.compositeRule ? { ...given, allErrors: false } : given,
      valid,
    );
  };
  Object.assign(errors, {
    reportError: ((context, error, paths, goesOn = endsHere(context.it) ? false : undefined) => {
      reportError(context, error, paths, goesOn);
    }) satisfies typeof reportError,
    reportExtraError: ((context, error, paths) => {
      reportExtraError(context, error, paths);
      if (endsHere(context.it)) returnErrors(context.it, new Name("vErrors"));
    }) satisfies typeof reportExtraError,
  });
  try {
    return compile();
  } finally {
    KeywordCxt.prototype.subschema = subschema;
    Object.assign(errors, { reportError, reportExtraError });
  }
}

/** The same for what a schema refers to. */
export function returnErrorsOfReferences(ajv: Ajv): void {
  const rule = ajv.RULES.all["$ref"];
  if (typeof rule !== "object" || !("code" in rule.definition)) throw new Error("Ajv has no $ref");
  const { definition } = rule;
  const { code } = definition;
  definition.code = (context, ...rest) => {
    const { gen, schema, it } = context;
    const target = resolveRef.call(it.self, it.schemaEnv.root, it.baseId, `${schema}`);
    if (!endsHere(it) || !(target instanceof SchemaEnv)) return code(context, ...rest);
    const validate = getValidate(context, target);
    gen.if(not(callValidateCode(context, validate, nil)), () => {
      returnErrors(it, _`${validate}.errors`);
    });
  };
}

/** Whether an error here is one of the whole value. */
function endsHere({ allErrors, compositeRule }: SchemaCxt): boolean {
  return allErrors === true && compositeRule !== true;
}

function returnErrors({ gen, validateName }: SchemaCxt, found: Code): void {
  gen.assign(_`${validateName}.errors`, found);
  gen.return(false);
}
