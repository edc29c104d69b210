import { _, CodeGen, Name } from "ajv";

/** How often each name is used. */
type Names = Record<string, number>;

/** A node of the code that Ajv builds, before it becomes text. */
interface CodeNode {
  readonly names: Readonly<Names>;
  /** Its child nodes; the other members depend on its kind. */
  readonly nodes?: readonly CodeNode[];
  readonly condition?: unknown;
  readonly iteration?: unknown;
  readonly iterable?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly else?: CodeNode;
  readonly catch?: CodeNode;
  readonly finally?: CodeNode;
  optimizeNodes(): unknown;
  optimizeNames(names: Names, constants: object): unknown;
}

interface Builder {
  readonly _root: CodeNode;
  readonly _constants: object;
}

/**
 * What Ajv's functions hand on and nothing here reads. A violation says where and which keyword: `params` stand in the
 * description, or in the value, which may be somebody's address. What a value is part of serves custom keywords, and
 * a description with dynamic references is refused.
 */
const UNREAD = new Set([
  "params",
  "schemaPath",
  "parentData",
  "parentDataProperty",
  "rootData",
  "dynamicAnchors",
]);

const PARAMETERS = _`${new Name("data")}, {instancePath=""}={}`;

/** Lets Ajv compile with none of that, for which it has no option. */
export function withoutUnread<Result>(compile: () => Result): Result {
  const { object, func } = CodeGen.prototype;
  CodeGen.prototype.object = function (...members) {
    return object.apply(
      this,
      members.filter(([name]) => !UNREAD.has(`${name}`)),
    );
  };
  CodeGen.prototype.func = function (name, _parameters, ...rest) {
    return func.call(this, name, PARAMETERS, ...rest);
  };
  try {
    return compile();
  } finally {
    Object.assign(CodeGen.prototype, { object, func });
  }
}

/**
 * From here on, the linter's copy of Ajv does not optimise its code: that takes longer than running the code once or twice.
 */
export function withoutOptimising(builder: typeof CodeGen): void {
  builder.prototype.optimize = () => {};
}

/**
 * From here on Ajv comes to the same code with its names counted in one pass. Its own
 * count merges that of each block into that of the block around it, and each property of an object is a block inside
 * that of the one before: of GitHub's description, whose repository has a hundred properties, that was two thirds of
 * the time.
 */
export function countNamesOnce(builder: typeof CodeGen): void {
  builder.prototype.optimize = function (passes = 1) {
    // The cast: Ajv's types keep these parts to themselves.
    const { _root: root, _constants: constants } = this as unknown as Builder;
    for (let pass = 0; pass < passes; pass++) {
      root.optimizeNodes();
      root.optimizeNames(countNames(root), constants);
    }
  };
}

function countNames(root: CodeNode): Names {
  const counts: Names = {};
  const add = (code: unknown): void => {
    if (!hasNames(code)) return;
    // A name alone would make an object of itself.
    if (isName(code)) counts[code.str] = (counts[code.str] ?? 0) + 1;
    else
      for (const [name, count] of Object.entries(code.names))
        counts[name] = (counts[name] ?? 0) + count;
  };
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.nodes === undefined) {
      add(node);
      continue;
    }
    open.push(...node.nodes);
    for (const inner of [node.else, node.catch, node.finally]) if (inner) open.push(inner);
    for (const code of [node.condition, node.iteration, node.iterable, node.from, node.to])
      add(code);
  }
  return counts;
}

function hasNames(code: unknown): code is { readonly names: Readonly<Names> } {
  return typeof code === "object" && code !== null && "names" in code;
}

function isName(code: object): code is { readonly str: string } {
  return Object.hasOwn(code, "str");
}
