import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Asked, Shortcut } from "../../platform/http/index.ts";
import { type RenderedEmail, readClickToken, readOpenToken } from "../render/index.ts";
import type { Visited } from "./fetched.ts";
import { type PreferenceParts, preferenceRoutes, unknownLink } from "./preferences/public-page.ts";
import { readSealedContent } from "./queries.ts";
import { addressOf, visitorOf } from "./visitor.ts";
import { addVisitor, visitRoutes } from "./visits/public-routes.ts";
import { readWantedPages, type WantedPage } from "./visits/queries.ts";

export interface PublicRouteParts extends PreferenceParts {
  /** Hashes the addresses recipients ask from. */
  readonly visitorKey: Uint8Array;
  /** Opens what was sealed when the email left. */
  readonly openContent: (tx: Tx, emailId: string, sealed: Uint8Array) => Promise<RenderedEmail>;
}

/** One transparent pixel: the smallest GIF there is. */
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Twenty topics of our own form take a kilobyte. */
const mostBodyBytes = 8 * 1024;

const neverStored = {
  "cache-control": "no-store, no-cache, must-revalidate, private",
  "referrer-policy": "no-referrer",
};

/**
 * The addresses recipients and their machines call. The token is the only proof; whoever forges one learns nothing: the
 * pixel answers the same, a link leads nowhere, the page says the link is incomplete.
 */
export function publicRoutes(parts: PublicRouteParts): (app: FastifyInstance) => void {
  return (app) => {
    // Mail programs send all sorts of bodies with one-click posts; the form of our own page is small.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, payload, done) => {
      const kept: Buffer[] = [];
      let size = 0;
      payload.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= mostBodyBytes) kept.push(chunk);
      });
      payload.on("end", () => done(null, size <= mostBodyBytes ? Buffer.concat(kept).toString("latin1") : ""));
      payload.on("error", done);
    });
    app.get<{ Params: { token: string } }>("/t/c/:token", (request, reply) => answerClick(parts, request, reply));
    visitRoutes(parts)(app);
    preferenceRoutes(parts)(app);
  };
}

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** The pixel of an open: the same for everybody, whatever we make of it. Most of what recipients' machines ask for. */
export function openPixel(
  parts: Pick<PublicRouteParts, "recorder" | "signingKeys" | "visitorKey" | "machineNow">,
): Shortcut {
  return {
    prefix: "/t/o/",
    headers: {
      ...neverStored,
      "content-type": "image/gif",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    },
    body: pixel,
    async before(asked) {
      const read = readOpenToken(parts.signingKeys, asked.token);
      if (read === null || read.isOld) return;
      const { ref } = read;
      await parts.recorder.record({ ...ref, ...fetchOf(parts, ref, asked), ...pixelPlace, kind: "opened" });
    },
  };
}

async function answerClick(parts: PublicRouteParts, request: TokenRequest, reply: FastifyReply) {
  const read = readClickToken(parts.signingKeys, request.params.token);
  const ref = read?.ref ?? null;
  const { links, wanted } = ref === null ? nowhere : await linksOf(parts, ref);
  const target = ref === null ? null : links[ref.link] || null;
  if (ref === null || target === null) {
    return unknownLink(request, reply);
  }
  const { workspaceId, emailId, link } = ref;
  const fetched = fetchOf(parts, ref, askedOf(request));
  if (read?.isOld === false) {
    await remember(parts, { workspaceId, emailId, ...fetched, kind: "clicked", link, links: links.length }, request);
  }
  return reply
    .code(302)
    .headers({ ...neverStored, location: addVisitor(parts.signingKeys, ref, { target, wanted }) })
    .send();
}

interface Leads {
  readonly links: readonly string[];
  /** Pages of whose hosts it is told who came. */
  readonly wanted: readonly WantedPage[];
}

const nowhere: Leads = { links: [], wanted: [] };

/** The links as they were stored with the email; a parameter never decides where anybody is sent. */
function linksOf(
  parts: PublicRouteParts,
  ref: { readonly workspaceId: string; readonly emailId: string },
): Promise<Leads> {
  return inWorkspace(parts.database, ref.workspaceId, async (tx) => {
    const sealed = await readSealedContent(tx, ref.emailId);
    if (sealed === null) return nowhere;
    const content = await parts.openContent(tx, ref.emailId, sealed);
    return { links: content.links, wanted: await readWantedPages(tx) };
  });
}

/** What is no link has no place among them. */
const pixelPlace = { link: null, links: null } as const;

/** Headers in which a program says that nobody looks yet (Fetch's Sec-Purpose, and two before it). */
const aheadHeaders = ["sec-purpose", "purpose", "x-moz"] as const;
const longestHeader = 60;

function askedOf({ method, headers, socket }: FastifyRequest): Pick<Asked, "method" | "headers" | "address"> {
  return { method, headers, address: socket.remoteAddress };
}

function fetchOf(
  { machineNow, visitorKey }: Pick<PublicRouteParts, "machineNow" | "visitorKey">,
  { workspaceId }: { readonly workspaceId: string },
  { method, headers, address }: Pick<Asked, "method" | "headers" | "address">,
): Pick<Visited, "agent" | "method" | "ahead" | "network" | "visitor" | "machineAt"> {
  return {
    agent: headers["user-agent"] ?? "",
    method,
    ahead: aheadOf(headers),
    ...visitorOf(addressOf(address, headers), workspaceId, visitorKey),
    machineAt: machineNow(),
  };
}

function aheadOf(headers: Asked["headers"]): string | null {
  const name = aheadHeaders.find((header) => /prefetch|preview/i.test(String(headers[header] ?? "")));
  return name === undefined ? null : `${name}: ${headers[name]}`.slice(0, longestHeader);
}

/** A link answers, as the pixel does, even when the database is away: a recipient never sees our trouble. */
async function remember(parts: PublicRouteParts, fetched: Visited, request: FastifyRequest): Promise<void> {
  try {
    await parts.recorder.record(fetched);
  } catch (err) {
    request.log.error({ err, kind: fetched.kind }, "a signal could not be recorded");
  }
}
