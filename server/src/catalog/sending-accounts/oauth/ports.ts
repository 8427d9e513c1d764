import type { Database } from "../../../platform/db/index.ts";
import type { SendingAccountPorts } from "../ports.ts";
import type { ConsentClients } from "./consent-clients.ts";

export interface ConsentPorts extends SendingAccountPorts {
  /** For what must stand whatever becomes of the request. */
  readonly db: Database;
  readonly clients: ConsentClients;
  /** Where browsers reach us, without a trailing slash. */
  readonly publicUrl: () => string;
}
