import { type Call, exitCodes } from "../platform/cli/index.ts";
import { type Config, settings } from "../platform/config/index.ts";
import { maskSecrets } from "../platform/log/index.ts";
import { checkClocks, checkDatabase, checkDurability, checkMigrations, checkRoles } from "./check-database.ts";
import { checkMasterKey } from "./check-keys.ts";
import { checkDataDir, checkDisk, checkNode, checkPackages } from "./check-machine.ts";
import { checkAccounts, checkPort, checkQueue, checkWorker } from "./check-product.ts";
import { explainFailure } from "./explain-failure.ts";
import { type Check, type Finding, type Found, failing } from "./finding.ts";
import { lookAround } from "./look-around.ts";
import { quietLog } from "./verb-log.ts";

/** In the order a start depends on them. */
const checks: Readonly<Record<string, Check>> = {
  node: checkNode,
  packages: checkPackages,
  "data folder": checkDataDir,
  disk: checkDisk,
  database: checkDatabase,
  durability: checkDurability,
  roles: checkRoles,
  migrations: checkMigrations,
  clocks: checkClocks,
  "master key": checkMasterKey,
  port: checkPort,
  worker: checkWorker,
  queue: checkQueue,
  "sending accounts": checkAccounts,
};

/** Makes every check and tells what it found. @returns the exit code: 1 when a check fails */
export async function examine(call: Call): Promise<number> {
  const log = quietLog(call);
  const findings: Finding[] = [];
  await lookAround(call, log, async (at) => {
    for (const [name, check] of Object.entries(checks)) {
      findings.push({ check: name, ...(await check(at).catch(describeBroken)) });
    }
  });
  const isWell = findings.every(({ state }) => state !== "failing");
  const values = settings.map(({ name }) => ({ name, value: shown(call.config, name), source: call.sources[name] }));
  call.output.answer({ ok: isWell, version: call.version, settings: values, checks: findings }, [
    `hasteCRM Outreach ${call.version}`,
    "",
    "Settings",
    ...describeSettings(values),
    "",
    "Checks",
    ...findings.flatMap(describeFinding),
    "",
    describeSum(findings),
  ]);
  return isWell ? exitCodes.ok : exitCodes.failed;
}

/** A check that could not be made has found something, too; the others are made all the same. */
function describeBroken(thrown: unknown): Found {
  const { message, fix } = explainFailure(thrown);
  return failing(message, fix ?? "Start the product and look at what it logs.");
}

interface ShownSetting {
  readonly name: string;
  readonly value: string | number | boolean | null;
  readonly source: string;
}

function shown(config: Config, name: keyof Config): string | number | boolean | null {
  const value = config[name];
  if (value !== null && settings.find((setting) => setting.name === name)?.isSecret) return "(set)";
  if (typeof value === "string") return maskSecrets(value);
  if (typeof value !== "object" || value === null) return value;
  const parts = Array.isArray(value) ? value : Object.entries(value).map(([key, text]) => `${key}=${text}`);
  return parts.join(",") || null;
}

function describeSettings(values: readonly ShownSetting[]): string[] {
  const left = Math.max(...values.map(({ name }) => name.length));
  const texts = values.map(({ value }) => (value === null ? "–" : String(value)));
  const middle = Math.min(48, Math.max(...texts.map((text) => text.length)));
  return values.map(({ name, source }, at) => `  ${name.padEnd(left)}  ${(texts[at] ?? "").padEnd(middle)}  ${source}`);
}

function describeFinding({ check, state, detail, remedy }: Finding): string[] {
  const line = `  ${state.padEnd(8)} ${check.padEnd(16)} ${detail}`;
  return remedy === null ? [line] : [line, `${" ".repeat(28)}→ ${remedy}`];
}

function describeSum(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  return `${count("ok")} ok, ${count("failing")} failing, ${count("skipped")} skipped`;
}
