import { createRequire } from "node:module";

type Library = typeof import("openapi-typescript");
const require = createRequire(import.meta.url);

/*
 * openapi-typescript by its parts, since its usual entry brings an older release of the linter, which takes a quarter of
 * the time to load. Required, not imported: an import makes Node search all of the compiler's nine megabytes for the
 * names that it exports.
 */
export const transformSchema =
  require("openapi-typescript/dist/transform/index.cjs") as Library["transformSchema"];

export const { default: transformSchemaObject } =
  require("openapi-typescript/dist/transform/schema-object.cjs") as {
    default: Library["transformSchemaObject"];
  };

export const { astToString } = require("openapi-typescript/dist/lib/ts.cjs") as Library;

/** The compiler that they build their nodes with. */
export const compiler = require("typescript") as typeof import("typescript");
