// Copied beside the rivals. IN, OUT: see rivals.ts; PLUGINS: what to emit.
const {
  IN,
  OUT,
  PLUGINS = "@hey-api/typescript,@hey-api/sdk,@hey-api/client-fetch,zod",
} = process.env;

export default {
  input: IN,
  output: { path: `${OUT}/hey-api`, postProcess: [] },
  plugins: PLUGINS.split(","),
  logs: { level: "warn", file: false },
};
