import type { Config } from "../platform/config/index.ts";

/** How a verb finds the product it works beside. */
export const productSettings = ["dataDir", "databaseUrl", "logLevel"] as const satisfies readonly (keyof Config)[];

/** What decides about a product that serves. */
export const servingSettings = [
  "port",
  "host",
  "dataDir",
  "databaseUrl",
  "publicUrl",
  "allowPrivateHosts",
  "providerUrls",
  "readyFile",
  "logLevel",
  "masterKeyFile",
  "allowUnsafeDatabase",
] as const satisfies readonly (keyof Config)[];
