import ts from "typescript";
import { expect, expectTypeOf, test } from "vitest";

import { unsubscribeAll, verifyAll, type HubSpotClient, type Row } from "../../src/index.js";

/** Compiled and never run. */
const unrun = (check: (client: HubSpotClient) => unknown): void => void check;

test("the row of an outcome is of the type that was given, as are its data", () => {
  unrun(async (client) => {
    const people = [{ row: 7n, address: "ana@example.com", data: { name: "Ana" } }];
    for await (const each of unsubscribeAll(client, people)) {
      expectTypeOf(each.row).toEqualTypeOf<bigint>();
      expectTypeOf(each.data).toEqualTypeOf<{ name: string } | undefined>();
      if (each.outcome === "duplicate") expectTypeOf(each.duplicateOf).toEqualTypeOf<bigint>();
    }
    async function* cursor(): AsyncGenerator<{ row: string; address: string }> {}
    for await (const each of unsubscribeAll(client, cursor(), { limit: 5 })) {
      expectTypeOf(each.row).toEqualTypeOf<string>();
    }
    for await (const each of verifyAll(client, people)) {
      expectTypeOf(each.row).toEqualTypeOf<bigint>();
    }
  });
});

test("without a row of its own it may be a place in the list, which is a number", () => {
  unrun(async (client) => {
    const some: { row?: string; address: string }[] = [];
    for await (const each of unsubscribeAll(client, some)) {
      expectTypeOf(each.row).toEqualTypeOf<Row>();
    }
    for await (const each of unsubscribeAll(client, ["ana@example.com"])) {
      expectTypeOf(each.row).toEqualTypeOf<Row>();
    }
    // @ts-expect-error a text is no list
    unsubscribeAll(client, "ana@example.com");
  });
});

test("a mistake in a call is told where it was made, and not as an overload that does not match", () => {
  const file = "test/job/mistakes.ts";
  const text = `
    import { unsubscribeAll, verifyAll, type HubSpotClient } from "../../src/index.js";
    import { openJournal } from "../../src/node.js";
    declare const client: HubSpotClient;
    const list = ["ana@example.com"];
    unsubscribeAll(client, list, { concurrency: 5 });
    unsubscribeAll(client, list, { store: openJournal("a.journal") });
    unsubscribeAll(client, list, { route: "singel" });
    unsubscribeAll(client, [{ id: 1, email: "ana@example.com" }]);
    verifyAll(client, list, { onProgres: () => {} });
    const dated = [{ address: "ana@example.com", data: { at: new Date() } }];
    unsubscribeAll(client, dated, { store: await openJournal<{ at: Date }>("a.journal") });
  `;
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, resolveJsonModule: true },
    ...{ target: ts.ScriptTarget.ES2022, lib: ["lib.es2023.d.ts"], types: ["node"] },
    ...{ module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) =>
    path === file
      ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022)
      : getSourceFile(path, ...rest);
  const program = ts.createProgram([file], options, host);
  const told = ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map((fault) => {
    const lines = ts.flattenDiagnosticMessageText(fault.messageText, "\n").split("\n");
    // The first line names the place, and the last one the reason.
    return [lines[0], lines.at(-1)].join(" ");
  });
  expect(told).toEqual([
    expect.stringMatching(/'concurrency' does not exist in type 'UnsubscribeAllOptions/),
    expect.stringMatching(/^Type 'Promise<Journal<unknown>>' is missing/),
    expect.stringMatching(/Did you mean '"single"'\?/),
    expect.stringMatching(/^Argument of type '\{ id: number; email: string; \}\[\]'/),
    expect.stringMatching(/Did you mean to write 'onProgress'\?/),
    expect.stringMatching(/Type 'Date' is not assignable to type '"JSON does not keep this"'/),
  ]);
});
