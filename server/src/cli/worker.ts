import type { Verb } from "../platform/cli/index.ts";
import { serve } from "./serve.ts";

/** `haste worker`: one of several processes that do the work, on a database they share. */
export const worker: Verb = {
  about:
    "It needs a database that is there: --database-url, or the embedded one of a product that runs on --data-dir. " +
    "Links in mails point to --public-url.",
  positionals: [],
  options: [],
  settings: [
    "dataDir",
    "databaseUrl",
    "publicUrl",
    "allowPrivateHosts",
    "providerUrls",
    "readyFile",
    "logLevel",
    "masterKeyFile",
    "allowUnsafeDatabase",
  ],
  examples: ["worker --database-url postgresql://haste@db/haste --public-url https://crm.example.com"],
  run: async (call) => {
    const [{ requireSharedDatabase }, { findBaseUrl }] = await Promise.all([
      import("./shared-database.ts"),
      import("./claim-link.ts"),
    ]);
    const shared = await requireSharedDatabase(call, "worker");
    const config = { ...shared, publicUrl: await findBaseUrl(shared) };
    return serve(call, {
      roles: { api: false, worker: true },
      config,
      screen: async () => ({
        value: { dataDir: config.dataDir, pid: process.pid },
        lines: [`Working; links in mails point to ${config.publicUrl} (worker only; Ctrl-C stops it)`],
      }),
    });
  },
};
