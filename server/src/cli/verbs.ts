import type { Registry } from "../platform/cli/index.ts";

/**
 * Everything `haste` can do, in the order people meet it. One file per verb, loaded when it is named; what the verb works
 * with is loaded when it runs, so that help and a mistyped option answer at once.
 */
export const verbs: Registry = {
  up: {
    summary: "Start the whole product and stay in the foreground",
    load: async () => (await import("./up.ts")).up,
  },
  api: {
    summary: "Answer HTTP only, beside workers in other processes",
    load: async () => (await import("./api.ts")).api,
  },
  worker: {
    summary: "Plan, send and read mail only, beside an api in another process",
    load: async () => (await import("./worker.ts")).worker,
  },
  migrate: {
    summary: "Bring the database to the newest schema",
    load: async () => (await import("./migrate.ts")).migrateVerb,
  },
  doctor: {
    summary: "Show every setting with its source, and every failing check with its remedy",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  claim: {
    summary: "Print a one-time link that signs its opener in as owner",
    load: async () => (await import("./claim.ts")).claim,
  },
  "workspace create": {
    summary: "Make a workspace with its first API key",
    load: async () => (await import("./workspace-create.ts")).workspaceCreate,
  },
  "keys rotate": {
    summary: "Sign the links of mails with a new key",
    load: async () => (await import("./keys-rotate.ts")).keysRotate,
  },
  import: {
    summary: "Import people from a CSV file",
    load: async () => (await import("./import.ts")).importVerb,
  },
  "suppress add": {
    summary: "Bar addresses and domains from mail, at once",
    load: async () => (await import("./suppress-add.ts")).suppressAdd,
  },
  "suppress remove": {
    summary: "Take entries off the suppression list, with a reason",
    load: async () => (await import("./suppress-remove.ts")).suppressRemove,
  },
  "suppress list": {
    summary: "Show the newest suppressions",
    load: async () => (await import("./suppress-list.ts")).suppressList,
  },
  "suppress import": {
    summary: "Add the addresses and domains of a CSV file to the suppression list",
    load: async () => (await import("./suppress-import.ts")).suppressImport,
  },
  "suppress export": {
    summary: "Write the whole suppression list as CSV",
    load: async () => (await import("./suppress-export.ts")).suppressExport,
  },
  "verify-audit": {
    summary: "Prove that the audit log is what the product wrote",
    load: async () => (await import("./verify-audit.ts")).verifyAudit,
  },
  "rebuild-rollups": {
    summary: "Count the numbers behind the reports again, and repair them",
    load: async () => (await import("./rebuild-rollups.ts")).rebuildRollupsVerb,
  },
  bench: {
    summary: "Measure this machine; each result is a ratio to something everybody knows",
    load: async () => (await import("./bench.ts")).bench,
  },
};
