import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { quietLog } from "./verb-log.ts";

/** `haste keys rotate`: for whoever thinks that a key is known to somebody, or wants it changed now and then. */
export const keysRotate: Verb = {
  about:
    "Mails that left stay readable: their links go on working and people can unsubscribe by them. Opens and clicks of a " +
    "key count until 400 days after it was replaced. The new key signs two minutes from now, once every process knows it.",
  positionals: [],
  options: [],
  settings: productSettings,
  examples: ["keys rotate"],
  run: async (call) => {
    const [{ openDatabase }, { rotateSigningKeys }, { loadMasterKey }, { systemClock }, { requireSharedDatabase }] =
      await Promise.all([
        import("../platform/db/index.ts"),
        import("../catalog/keys/index.ts"),
        import("../platform/crypto/index.ts"),
        import("../platform/clock/index.ts"),
        import("./shared-database.ts"),
      ]);
    const config = await requireSharedDatabase(call, "keys rotate");
    const master = loadMasterKey({ file: config.masterKeyFile, mayCreate: false });
    const database = openDatabase(config.databaseUrl ?? "", { log: quietLog(call) });
    try {
      const id = await rotateSigningKeys(database, master, systemClock.machineNow());
      call.output.answer({ id }, [`Key ${id} signs links from now on, two minutes late.`]);
    } finally {
      await database.close();
    }
    return undefined;
  },
};
