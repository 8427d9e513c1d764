import type { Call, Verb } from "../platform/cli/index.ts";
import type { Running } from "../up.ts";
import { type Screen, serve } from "./serve.ts";
import { servingSettings } from "./settings-of-verbs.ts";
import type { WayIn } from "./way-in.ts";

/** `haste up`: everything in one process, with a database of its own unless one is given. */
export const up: Verb = {
  about:
    "It starts a PostgreSQL of its own unless --database-url names one, brings it up to date, and on the first start " +
    "fills a sandbox with made-up people. Ctrl-C stops it cleanly; a second Ctrl-C ends it at once.",
  positionals: [],
  options: [],
  settings: [...servingSettings, "demo", "demoPast"],
  examples: ["up", "up --port 0 --data-dir ./trial", "up --host 0.0.0.0 --public-url https://crm.example.com"],
  run: (call) =>
    serve(call, {
      roles: { api: true, worker: true },
      config: call.config,
      screen: (running) => describeStart(call, running),
    }),
};

type Row = readonly [label: string, text: string];

async function describeStart({ config, version }: Call, running: Running): Promise<Screen> {
  const url = config.publicUrl ?? running.app.url ?? "";
  const [{ wayIn }, { isLoopback }] = await Promise.all([import("./way-in.ts"), import("../up.ts")]);
  const way = await wayIn(config, running, url);
  const database = config.databaseUrl === null ? "a PostgreSQL of its own" : "database by --database-url";
  const isOpenToOthers = !isLoopback(config.host) && config.publicUrl === null;
  const rows: readonly Row[] = [
    ["Open", url],
    ...(isOpenToOthers ? aboutNames : []),
    ...describeWay(way),
    ...(running.demo === null ? [] : aboutSandbox),
    ["Files", `${config.dataDir} (${database})`],
    ["", ""],
    ...(running.demo === null ? stepsWithoutDemo : stepsInSandbox),
    ["Trouble", "npm run -s haste -- doctor     (in another terminal)"],
    ["Stop", "Ctrl-C"],
  ];
  return {
    value: {
      url,
      claimUrl: way.claim?.url ?? null,
      workspaceId: running.demo?.workspaceId ?? way.workspaceId,
      dataDir: config.dataDir,
      pid: process.pid,
    },
    lines: ["", `hasteCRM Outreach ${version} is running`, "", ...rows.flatMap(toLine), ""],
  };
}

const aboutNames: readonly Row[] = [
  ["", "Other machines are answered under one name only: say it with --public-url http://NAME:PORT."],
];
const aboutSandbox: readonly Row[] = [
  ["Sandbox", "Made-up people and their sequences; nothing in it can reach the outside."],
];
const stepsInSandbox: readonly Row[] = [
  ["Next", "Open a sequence, enroll somebody and watch the mail arrive"],
  ["", "in the sandbox inbox; then move the clock a week ahead."],
];
const stepsWithoutDemo: readonly Row[] = [["Next", "Sign in, connect a sending account, import people."]];

function describeWay({ claim, words }: WayIn): Row[] {
  if (claim === null) return words === "" ? [] : [["Sign in", words]];
  return [
    ["Sign in", claim.url],
    ["", words],
  ];
}

function toLine([label, text]: Row): string[] {
  if (label === "" && text === "") return [""];
  return [`  ${label.padEnd(8)} ${text}`.trimEnd()];
}
