export { analyze } from "./analyze.ts";
export { build } from "./build.ts";
export { type Database, openDatabase } from "./database.ts";
export { assertDurable } from "./durability.ts";
export { type EmbeddedPostgres, embeddedHome, findEmbedded, startEmbedded } from "./embedded.ts";
export { listen, notify } from "./listen.ts";
export { migrate } from "./migrate.ts";
export { readMigrationState } from "./migration-state.ts";
export { type DatabaseRole, roleOption, urlAsRole } from "./roles.ts";
export {
  asSweep,
  inWorkspace,
  outsideWorkspaces,
  type Queries,
  switchWorkspace,
  type Tx,
  type TxOptions,
} from "./transaction.ts";
export type { DB } from "./types.ts";
