import { rm } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { type Call, exitCodes, listenForStop } from "../platform/cli/index.ts";
import type { Config } from "../platform/config/index.ts";
import type { Running } from "../up.ts";
import { explainListening, requirePlaceToListen } from "./place-to-listen.ts";
import { forgetRunning, recordRunning } from "./running-product.ts";
import { servingLog } from "./verb-log.ts";

/** What a serving verb says once its product answers. */
export interface Screen {
  readonly value: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

interface Served {
  readonly roles: { readonly api: boolean; readonly worker: boolean };
  readonly config: Config;
  /** Makes the first screen; the product answers already. */
  screen(running: Running): Promise<Screen>;
}

/**
 * Starts the parts asked for and stays until somebody asks it to stop. A request that comes during the start waits for
 * the start, since what is half started cannot be stopped in order; a second one ends it at once.
 */
export async function serve(call: Call, { roles, config, screen }: Served): Promise<number> {
  const { output } = call;
  if (roles.api) await requirePlaceToListen(config);
  // A file of the last run would tell whoever waits that this one answers.
  if (config.readyFile !== null) await rm(config.readyFile, { force: true });
  const stop = listenForStop({
    elapsedMs: () => performance.now(),
    force: () => process.exit(exitCodes.forced),
  });
  try {
    const isWatched = process.stderr.isTTY === true;
    if (isWatched) output.note("Starting …");
    // The whole product is a second of loading, which neither help nor a used port should wait for.
    const { startProduct, writeReadyFile } = await import("../up.ts");
    const running = await startProduct(config, roles, servingLog(call)).catch((thrown: unknown) => {
      throw explainListening(thrown, config);
    });
    try {
      if (!stop.isAsked) {
        const { url } = running.app;
        if (url !== null) {
          await recordRunning(config.dataDir, { pid: process.pid, url, publicUrl: config.publicUrl ?? url });
        }
        const { value, lines } = await screen(running);
        output.answer(value, lines);
        // Last: whoever waits for the file may read the screen, too.
        if (config.readyFile !== null) await writeReadyFile(config.readyFile, running, config);
      }
      await stop.asked;
      if (isWatched) output.note("\nStopping … (Ctrl-C again ends it at once)");
    } finally {
      await forgetRunning(config.dataDir);
      await running.stop();
    }
  } finally {
    stop.release();
  }
  return exitCodes.ok;
}
