import { describe, expect, test } from "vitest";
import { endingSupport } from "../../scripts/upstream/support.ts";

const prefix = "/lists/";
const version = (segment: string, until?: string) => ({
  prefix,
  segment,
  until,
  published: undefined,
});
const old = version("2026-03", "2027-09");
const at = (day: string, ...versions: Parameters<typeof endingSupport>[0]) =>
  endingSupport(versions, Date.parse(day));

describe("the end of a version's support", () => {
  test("is told of half a year before, and not sooner", () => {
    expect(at("2027-03-31T23:59:59Z", old)).toEqual([]);
    expect(at("2027-04-01", old)).toEqual([
      "Version 2026-03 of /lists/ is supported until 2027-09: look for a later one, and list it in x-versions.",
    ]);
  });

  test("is told of as over once its last month has passed", () => {
    expect(at("2027-09-30T23:59:59Z", old)[0]).toContain("is supported until 2027-09");
    expect(at("2027-10-01", old)[0]).toContain("has not been supported since 2027-09");
  });

  test("names the versions that last longer, of the same paths", () => {
    const other = { ...version("2030-03", "2031-09"), prefix: "/other/" };
    expect(at("2027-04-01", old, version("2026-09", "2028-03"), other)).toEqual([
      "Version 2026-03 of /lists/ is supported until 2027-09: move to 2026-09.",
    ]);
  });

  test("is not told of where nobody knows it", () => {
    expect(at("2099-01-01", version("v1"), version("v2", "soon"))).toEqual([]);
  });
});
