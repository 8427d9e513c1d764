import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { loadMasterKey } from "../server/src/platform/crypto/index.ts";
import { openDatabase } from "../server/src/platform/db/index.ts";
import { testLog } from "../tests/support/database.ts";
import { livePast } from "./demo-past/live.ts";
import { writeDown } from "./demo-past/write-down.ts";

/**
 * Lives the six weeks that lie behind the demo world, through the whole product on a clock that is walked, and writes
 * down what they left: `node bin/run.js scripts/record-demo-past.ts`, about two minutes. See docs/decisions/0061.
 */
const file = join(import.meta.dirname, "..", "server", "src", "catalog", "sandbox", "demo", "past", "past.json.br");

const past = await livePast();
const database = openDatabase(past.product.databaseUrl, { log: testLog });
try {
  const master = loadMasterKey({ file: join(past.product.dataDir, "keys", "master.key"), mayCreate: false });
  const text = Buffer.from(JSON.stringify(await writeDown(database, master, past)));
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 };
  const packed = brotliCompressSync(text, { params });
  writeFileSync(file, packed);
  console.log(`${file}: ${packed.length} bytes of ${text.length}`);
} finally {
  await database.close();
  await past.product.stop();
}
