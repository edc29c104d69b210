// Copied beside the rivals. IN, OUT: see rivals.ts.
import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

const { IN, OUT } = process.env;

export default defineConfig({
  root: ".",
  input: { path: IN },
  output: { path: `${OUT}/kubb`, clean: true, format: false, lint: false },
  plugins: [
    pluginOas({ validate: true }),
    pluginTs(),
    pluginZod(),
    pluginClient({ client: "fetch" }),
  ],
});
