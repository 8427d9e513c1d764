import { startEmbedded } from "../../server/src/platform/db/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";

/**
 * A product reduced to its database, for tests that kill it: `node keep-database.ts DATA-DIR` prints one JSON line,
 * `{"url"}` or `{"refused"}`, and stays until it is told to stop (SIGTERM).
 */
const [dataDir = ""] = process.argv.slice(2);
try {
  const embedded = await startEmbedded({ dataDir, log: createLog("silent"), tuning: "product" });
  process.once("SIGTERM", () => void embedded.stop().then(() => process.exit(0)));
  console.log(JSON.stringify({ url: embedded.url }));
} catch (err) {
  console.log(JSON.stringify({ refused: (err as Error).message }));
}
