import { exitCodes, Failure, type Verb } from "../platform/cli/index.ts";
import { type Config, settings } from "../platform/config/index.ts";
import { maskSecrets } from "../platform/log/index.ts";
import { type Finding, failing, type Surroundings } from "./checks/check.ts";
import { checkClocks, checkDatabase, checkDurability, checkMigrations, checkRoles } from "./checks/database.ts";
import { checkMasterKey } from "./checks/keys.ts";
import { checkDataDir, checkDisk, checkNode, checkPackages } from "./checks/machine.ts";
import { checkAccounts, checkPort, checkQueue, checkWorker } from "./checks/product.ts";
import { lookAround } from "./checks/surroundings.ts";
import { quietLog } from "./verb-log.ts";

/** In the order a start depends on them. */
const checks: readonly ((at: Surroundings) => Promise<Finding>)[] = [
  checkNode,
  checkPackages,
  checkDataDir,
  checkDisk,
  checkDatabase,
  checkDurability,
  checkRoles,
  checkMigrations,
  checkClocks,
  checkMasterKey,
  checkPort,
  checkWorker,
  checkQueue,
  checkAccounts,
];

/** `haste doctor`: what is set, by whom, what is wrong, and what to do about it. Changes nothing. */
export const doctor: Verb = {
  about:
    "It changes nothing. Beside a running product it looks at that one; otherwise it starts the database of the data " +
    "folder for the length of the checks. It ends with 1 when a check fails.",
  positionals: [],
  options: [],
  settings: settings.map((setting) => setting.name),
  examples: ["doctor", "doctor --json", "doctor --data-dir ./trial"],
  run: async (call) => {
    const log = quietLog(call);
    const findings: Finding[] = [];
    await lookAround(call, log, async (at, unreachable) => {
      for (const check of checks) {
        const isReplaced = check === checkDatabase && unreachable !== null;
        findings.push(isReplaced ? describeUnreachable(unreachable) : await check(at));
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
  },
};

function describeUnreachable(thrown: Error): Finding {
  const remedy = thrown instanceof Failure ? thrown.fix : null;
  return failing("database", thrown.message, remedy ?? "Look at postgres.log in the data folder.");
}

interface ShownSetting {
  readonly name: string;
  readonly value: string | number | boolean | null;
  readonly source: string;
}

function shown(config: Config, name: keyof Config): string | number | boolean | null {
  const value = config[name];
  if (typeof value === "string") return maskSecrets(value);
  return typeof value === "object" && value !== null ? value.join(",") || null : value;
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
