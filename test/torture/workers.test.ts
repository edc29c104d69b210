import { expect, test } from "vitest";

import { hasRedis } from "../helpers/redis.js";
import { tortureWorkers } from "./workers.js";

// More of it: `npm run torture -- --workers`.
test.skipIf(!hasRedis)(
  "workers that are killed, over a Redis that is restarted: every opt-out has its outcome",
  async () => {
    const { counts, problems } = await tortureWorkers({ seed: 1, optOuts: 600, kills: 10 });
    expect(problems).toEqual([]);
    expect(counts["calls cut off by a kill"]).toBeGreaterThan(0);
    expect(counts["taken up again"]).toBeGreaterThan(0);
  },
  180_000,
);
