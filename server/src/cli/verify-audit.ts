import type { LogReport } from "../catalog/audit/index.ts";
import { exitCodes, type Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { quietLog } from "./verb-log.ts";

/** `haste verify-audit`: whether the audit log is what the product wrote, row by row. Changes nothing. */
export const verifyAudit: Verb = {
  about:
    "It names every row that was changed, taken out or slipped in, and ends with 1 where there is one. Details that went " +
    "with an erased person are no fault. Note the head down elsewhere: the next time it proves that nothing before it " +
    "was cut off.",
  positionals: [],
  options: [],
  settings: [...productSettings, "masterKeyFile"],
  examples: ["verify-audit", "verify-audit --json"],
  run: async (call) => {
    const [{ withGround }, { auditSealKey, verifyLogs }] = await Promise.all([
      import("./database.ts"),
      import("../catalog/audit/index.ts"),
    ]);
    const started = performance.now();
    const reports = await withGround(call, { log: quietLog(call), mayCreate: false }, async (ground) =>
      verifyLogs(ground.database, auditSealKey(await ground.loadMaster())),
    );
    const tookMs = Math.round(performance.now() - started);
    const isWhole = reports.every(({ faults }) => faults.length === 0);
    call.output.answer({ isWhole, tookMs, workspaces: reports }, [...reports.flatMap(linesOf), `${tookMs} ms`]);
    return isWhole ? undefined : exitCodes.failed;
  },
};

const words: Readonly<Record<LogReport["faults"][number]["code"], string>> = {
  links_missing: "places before this one were taken out",
  row_missing: "the row was taken out",
  row_changed: "the row was changed",
  link_changed: "the place does not follow from the one before it",
  seal_broken: "the chain up to here was written anew",
  end_missing: "the end of the chain was cut off",
  detail_changed: "the detail was changed",
  detail_missing: "the detail was taken out, and no erasure tells of it",
  row_unchained: "the product did not write this row",
};

function linesOf(report: LogReport): string[] {
  const { workspaceId, rows, erased, waiting, head, faults } = report;
  const counts = `${rows} rows, ${erased} erased, ${waiting} waiting for their place`;
  return [
    `${faults.length === 0 ? "whole " : "BROKEN"} ${workspaceId}  ${counts}`,
    `       head ${head}`,
    ...faults.map(
      ({ code, seq, entryId }) => `       ${seq === null ? "-" : `#${seq}`} ${entryId ?? "-"}: ${words[code]}`,
    ),
  ];
}
