import { z } from "zod";
import { systemClock } from "../clock/index.ts";
import { openDatabase } from "../db/index.ts";
import { createLog } from "../log/index.ts";
import { defineJob } from "./define-job.ts";
import { startJobRunner } from "./runner.ts";

/** A process for a test to kill: does two steps of `count.killed`, then holds the third for ever. */
const log = createLog("silent");
const stuck = defineJob({
  kind: "count.killed",
  input: z.object({ steps: z.number() }),
  async run(job) {
    for (let step = 0; step < 2; step += 1) {
      await job.batch((ctx) => job.saveProgress(ctx.tx, { done: step + 1, checkpoint: step + 1 }));
    }
    await job.batch(() => new Promise<void>(() => {}));
  },
});
await startJobRunner({
  db: openDatabase(process.argv[2] ?? "", { log }),
  clock: systemClock,
  log,
  definitions: [stuck],
});
