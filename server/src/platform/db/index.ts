export { analyze } from "./analyze.ts";
export { type Database, openDatabase } from "./database.ts";
export { assertDurable } from "./durability.ts";
export { embeddedHome, findEmbedded, startEmbedded } from "./embedded.ts";
export { listen, notify } from "./listen.ts";
export { migrate } from "./migrate.ts";
export { readMigrationState } from "./migration-state.ts";
export { urlAsRole } from "./roles.ts";
export { asSweep, inWorkspace, outsideWorkspaces, type Queries, type Tx } from "./transaction.ts";
