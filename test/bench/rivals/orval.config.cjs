// Copied beside the rivals. IN, OUT: see rivals.ts.
const { IN, OUT } = process.env;

module.exports = {
  client: { input: IN, output: { target: `${OUT}/orval/client.ts`, client: "fetch" } },
  zod: { input: IN, output: { target: `${OUT}/orval/zod.ts`, client: "zod" } },
};
