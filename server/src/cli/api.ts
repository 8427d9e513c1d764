import type { Verb } from "../platform/cli/index.ts";
import { serve } from "./serve.ts";
import { servingSettings } from "./settings-of-verbs.ts";

/** `haste api`: one of several processes that answer, on a database they share. */
export const api: Verb = {
  about:
    "It needs a database that is there: --database-url, or the embedded one of a product that runs on --data-dir. " +
    "Mail leaves only while a worker runs too. Nobody is signed in by itself; haste claim prints a link.",
  positionals: [],
  options: [],
  settings: servingSettings,
  examples: ["api --port 8081 --database-url postgresql://haste@db/haste"],
  run: async (call) => {
    const { requireSharedDatabase } = await import("./shared-database.ts");
    const config = await requireSharedDatabase(call, "api");
    return serve(call, {
      roles: { api: true, worker: false },
      config,
      screen: async ({ app }) => ({
        value: { url: app.url, dataDir: config.dataDir, pid: process.pid },
        lines: [`Answering on ${config.publicUrl ?? app.url} (api only; Ctrl-C stops it)`],
      }),
    });
  },
};
