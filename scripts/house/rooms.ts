/**
 * The rooms of the house and who may enter which. The table is the one of the architecture; a rule that needs an
 * exception gets it here, with its reason, and nowhere else.
 */

/** Wiring that stands inside a room: it names every screen, as `server/src/app.ts` names every slice. */
const wiring: Readonly<Record<string, string>> = { "web/src/app/router.tsx": "web" };

/**
 * The room a file lives in: `engine/render`, `contract`, `server/platform/db`, `server/ledger`, `server/catalog/crm`,
 * `server/flow/send`, `web/home`; `server` and `web` for the wiring that stands beside the rooms; undefined for what
 * only observes (tests, bench, scripts).
 */
export function roomOf(file: string): string | undefined {
  if (wiring[file] !== undefined) return wiring[file];
  const [workspace, src, area, slice, ...deeper] = file.split("/");
  if (src !== "src" || workspace === undefined || area === undefined) return undefined;
  if (workspace === "contract") return "contract";
  if (workspace !== "engine" && workspace !== "server" && workspace !== "web") return undefined;
  if (slice === undefined) return workspace;
  const hasSlices = workspace === "server" && area !== "ledger";
  if (!hasSlices) return `${workspace}/${area}`;
  return deeper.length === 0 ? `server/${area}` : `server/${area}/${slice}`;
}

type Row = {
  readonly from: RegExp;
  /** Rooms that may be imported, besides the room itself. */
  readonly rooms: RegExp;
  /** npm packages that may be imported; absent = those of its package.json. */
  readonly packages?: RegExp;
};

/** First match wins. */
export const rows: readonly Row[] = [
  { from: /^engine/, rooms: /^engine/, packages: /^(?:bowser|liquidjs|temporal-polyfill)$/ },
  { from: /^contract$/, rooms: /^engine/, packages: /^zod$/ },
  { from: /^server\/platform/, rooms: /^(?:server\/platform|contract$|engine\/base$)/ },
  { from: /^server\/ledger$/, rooms: /^(?:server\/platform|contract$|engine)/ },
  { from: /^server\/catalog/, rooms: /^(?:server\/(?:platform|ledger|catalog)|contract$|engine)/ },
  { from: /^server\/flow/, rooms: /^(?:server\/(?:platform|ledger|catalog|flow\/render)|contract$|engine)/ },
  // Beside app.ts: the run of the sandbox clock and the loops of a worker call the stages, as the wiring does.
  { from: /^server(?:\/(?:clock-run|worker|wiring|cli))?$/, rooms: /^(?:server|contract$|engine)/ },
  { from: /^web\/ui$/, rooms: /^(?:contract$|engine)/ },
  { from: /^web\/app$/, rooms: /^(?:web\/ui$|contract$|engine)/ },
  { from: /^web\//, rooms: /^(?:web\/(?:ui|app)$|contract$|engine)/ },
  { from: /^web$/, rooms: /^(?:web|contract$|engine)/ },
];

/** How many modules each workspace has at least; a checker that sees fewer looks at the wrong place. */
export const floors: Readonly<Record<string, number>> = { engine: 55, contract: 14, server: 280, web: 80 };

/** Pages of a package that work in a browser; of liquidjs, the browser build is chosen by its package.json. */
export const temporalPackage = "temporal-polyfill";
export const temporalHome = /^engine\/src\/base\/time[\w.-]*\.ts$/;
export const zonesHome = /^engine\/src\/base\/zones[\w.-]*\.ts$/;

/** The only way to change the pipeline's rows; the sandbox's people act through HTTP, SMTP and IMAP instead. */
export const writingDoor = /^server\/src\/ledger\/(?:record|door)(?:\.ts|\/)/;
export const ledgerFrontDoor = "server/src/ledger/index.ts";
export const sandboxRoom = "server/catalog/sandbox";
