import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";

import { commandPage } from "./command-page.js";

const path = "docs/command.md";

test(`${path} is what the tables of commands and flags say; "npx vitest run command-page -u" writes it`, async () => {
  const page = await format(commandPage(), { ...(await resolveConfig(path)), filepath: path });
  await expect(page).toMatchFileSnapshot(`../../${path}`);
});
