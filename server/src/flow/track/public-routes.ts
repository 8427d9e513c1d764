import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Asked, Shortcut } from "../../platform/http/index.ts";
import { type RenderedEmail, readClickToken, readEmailToken } from "../render/index.ts";
import { type PreferenceParts, preferenceRoutes, unknownLink } from "./preferences/public-page.ts";
import { readSealedContent } from "./queries.ts";
import type { Fetched } from "./recorder.ts";

export interface PublicRouteParts extends PreferenceParts {
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
    preferenceRoutes(parts)(app);
  };
}

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** The pixel of an open: the same for everybody, whatever we make of it. Most of what recipients' machines ask for. */
export function openPixel(parts: Pick<PublicRouteParts, "recorder" | "signingKeys" | "machineNow">): Shortcut {
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
      const ref = readEmailToken(parts.signingKeys, "open", asked.token);
      if (ref !== null) await parts.recorder.record({ ...ref, ...fetchOf(parts, asked), kind: "opened", link: null });
    },
  };
}

async function answerClick(parts: PublicRouteParts, request: TokenRequest, reply: FastifyReply) {
  const ref = readClickToken(parts.signingKeys, request.params.token);
  const target = ref === null ? null : await targetOf(parts, ref);
  if (ref === null || target === null) {
    return unknownLink(request, reply);
  }
  const { workspaceId, emailId, link } = ref;
  await remember(parts, { workspaceId, emailId, ...fetchOf(parts, request), kind: "clicked", link }, request);
  return reply
    .code(302)
    .headers({ ...neverStored, location: target })
    .send();
}

/** The link as it was stored with the email; a parameter never decides where anybody is sent. */
function targetOf(
  parts: PublicRouteParts,
  ref: { workspaceId: string; emailId: string; link: number },
): Promise<string | null> {
  return inWorkspace(parts.database, ref.workspaceId, async (tx) => {
    const sealed = await readSealedContent(tx, ref.emailId);
    if (sealed === null) return null;
    const content = await parts.openContent(tx, ref.emailId, sealed);
    return content.links[ref.link] || null;
  });
}

function fetchOf(
  parts: Pick<PublicRouteParts, "machineNow">,
  request: Pick<Asked, "method" | "headers">,
): Pick<Fetched, "agent" | "looksAhead" | "machineAt"> {
  const purpose = `${request.headers.purpose ?? ""} ${request.headers["sec-purpose"] ?? ""} ${request.headers["x-moz"] ?? ""}`;
  return {
    agent: request.headers["user-agent"] ?? "",
    looksAhead: request.method === "HEAD" || /prefetch|preview/i.test(purpose),
    machineAt: parts.machineNow(),
  };
}

/** A link answers, as the pixel does, even when the database is away: a recipient never sees our trouble. */
async function remember(parts: PublicRouteParts, fetched: Fetched, request: FastifyRequest): Promise<void> {
  try {
    await parts.recorder.record(fetched);
  } catch (err) {
    request.log.error({ err, kind: fetched.kind }, "a signal could not be recorded");
  }
}
