import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { skipTime } from "../helpers/waits.js";
import { listOf, setUp } from "./job.js";

describe("what a verify puts on record", () => {
  test("what is not out is shown and put on record, with commands to read it back and to send it again", async () => {
    const job = await setUp(listOf(5), { readLagMs: 1_000_000 });
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    skipTime();
    const { code, err } = await job.run("verify", job.journal, ...server);
    expect(code).toBe(1);
    expect(err).toContain(
      [
        "  5 not-confirmed: HubSpot does not show them as out:",
        "    row 2: reader1@example.com",
        "    row 3: reader2@example.com",
        "    row 4: reader3@example.com",
        "    and 2 more",
        "  (--json gives a line for each entry)",
        "To read back again, as HubSpot may show a change late:",
        `  hubspot-batch-unsubscribe verify ${job.journal} --base-url ${job.mock.url}`,
      ].join("\n"),
    );
    const typed = /unsubscribe (verify .*) > (.*)\n {2}hubspot-batch-unsubscribe (run .*)\n/.exec(
      err,
    );
    const [, verify = "", file = "", send = ""] = typed ?? [];
    const { out } = await job.run(...verify.split(" "));
    await writeFile(file, out);
    const sent = await job.run(...send.split(" "), "--yes");
    expect([sent.code, sent.err]).toEqual([0, expect.stringContaining("5 entries: 5 ")]);

    expect(err).toMatch(/\n5 entries: 0 confirmed, 5 not-confirmed, 0 unconfirmable\.\n$/);

    const page = join(job.folder, "page.html");
    await job.run("report", job.journal, "--html", page);
    expect(await readFile(page, "utf8")).toContain("HubSpot does not show 5 of 5 addresses as out");
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
    const nothingNew = await job.run("run", job.list, ...server);
    expect(
      nothingNew.err.match(/5 addresses were not shown as out when the job was read back/g),
    ).toHaveLength(1);

    // Who comes to the list afterwards changes nothing for those five.
    await writeFile(job.list, `${await readFile(job.list, "utf8")}new@example.com\n`);
    const grown = await job.run("run", job.list, ...server, "--yes");
    expect(grown.err).toContain("5 addresses were not shown as out when the job was read back");
    await job.run("report", job.journal, "--html", page);
    expect(await readFile(page, "utf8")).toContain("HubSpot does not show 5 of 5 addresses as out");
    expect((await job.run("run", job.list, ...server, "--yes", "--again")).err).not.toContain(
      "not shown as out",
    );
  });

  test("a job that was stopped: who was never sent is not asked for, and the command that goes on comes first", async () => {
    const job = await setUp(listOf(6), {
      faults: [
        // The work is done and the answer lost, until the job gives up.
        {
          ...{ kind: "status", status: 503, body: "json", when: "after", times: "always" },
          ...{ address: "reader2@example.com", operation: "unsubscribeAllForContact" },
        },
      ],
    });
    const server = ["--base-url", job.mock.url];
    const single = ["--route", "single"];
    await job.run("run", job.list, ...server, ...single, "--yes", "--max-wait", "0");
    const before = job.mock.state().calls.length;
    const { code, err } = await job.run("verify", job.journal, ...server);
    expect(code).toBe(0);
    expect(job.mock.state().calls.length - before).toBe(3); // the account, and two addresses
    expect(err).toContain(
      [
        "  1 whose outcome was unknown is out.",
        "  4 addresses are not sent yet, and not read back. The command that began the job goes on with them, and so does:",
        `    hubspot-batch-unsubscribe retry ${job.journal} --base-url ${job.mock.url}`,
        "2 entries: 2 confirmed, 0 not-confirmed, 0 unconfirmable.",
      ].join("\n"),
    );
    const page = join(job.folder, "page.html");
    await job.run("report", job.journal, "--html", page);
    const text = await readFile(page, "utf8");
    expect(text).toContain("<h1>2 of 6 addresses are out</h1>");
    expect(text).toContain(
      "2 confirmed as out. Of those who are confirmed, 1 has the outcome unknown.",
    );
    expect(text).not.toContain("may be out or not");
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
  });

  test("a job of which nobody is out, or may be: 2, with the command that goes on", async () => {
    const refused = { kind: "status", status: 401, body: "json", times: "always" } as const;
    const job = await setUp(listOf(2), {
      faults: [{ ...refused, operation: "batchUnsubscribeAll" }],
    });
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    const { code, err } = await job.run("verify", job.journal, ...server);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^[^\n]*nothing is read back: [^]*\n.*2 addresses are not sent yet/),
    ]);
  });

  test("that a job was read back, and when, stands on its page; and that it was not", async () => {
    const job = await setUp(listOf(2));
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    const page = join(job.folder, "page.html");
    const readBack = async (): Promise<string | undefined> => {
      await job.run("report", job.journal, "--html", page);
      const [, text] =
        /<dt>Read back<\/dt><dd>([^]*?)<\/dd>/.exec(await readFile(page, "utf8")) ?? [];
      return text;
    };
    expect(await readBack()).toMatch(/^no\n/);
    const earlier = await readFile(page);
    expect(await job.run("verify", job.journal, ...server)).toMatchObject({ code: 0 });
    expect(await readBack()).toContain("2 confirmed as out.");
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
    // What was written before it was read back holds as well.
    await writeFile(page, earlier);
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
  });
});
