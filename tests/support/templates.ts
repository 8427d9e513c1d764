import type { ResponseOf } from "@haste/contract/client";
import { sequencesUsing, wordsChanged } from "../../server/src/catalog/sequences/index.ts";
import { templateRoutes } from "../../server/src/catalog/templates/index.ts";
import type { EditSeal } from "../../server/src/flow/render/index.ts";
import { callRoute, type Sent } from "./call-route.ts";
import type { Caller } from "./work-context.ts";

type TemplateKey = keyof ReturnType<typeof templateRoutes>;

/** Calls the routes of templates and snippets as the wiring makes them; whom they tell is noted instead of told. */
export class TemplateDesk {
  caller: Caller;
  /** Sequences that were told of other words. */
  told: string[] = [];
  readonly #routes: ReturnType<typeof templateRoutes>;
  #named = 0;

  constructor(caller: Caller) {
    this.caller = caller;
    const ledger = { sequenceChanged: async (_ctx: unknown, id: string) => void this.told.push(id) };
    this.#routes = templateRoutes({
      sequencesUsing,
      wordsChanged: (ctx, source) => wordsChanged(ctx, ledger, source),
    });
  }

  call<K extends TemplateKey>(key: K, sent: Sent = {}, as: Partial<Caller> = {}): Promise<ResponseOf<K>> {
    return callRoute(this.#routes, key, { ...this.caller, ...as }, sent);
  }

  create(body: Record<string, unknown> = {}, as: Partial<Caller> = {}) {
    this.#named += 1;
    const content = { subject: "Hello {{ contact.firstName }}", htmlContent: "<p>From the template</p>" };
    return this.call("POST /templates", { body: { name: `Template ${this.#named}`, ...content, ...body } }, as);
  }

  get(id: string, as: Partial<Caller> = {}) {
    return this.call("GET /templates/:id", { params: { id } }, as);
  }

  put(id: string, body: Record<string, unknown>, as: Partial<Caller> = {}) {
    return this.call("PUT /templates/:id", { params: { id }, body }, as);
  }

  snippet(body: Record<string, unknown>) {
    return this.call("POST /snippets", { body });
  }

  putSnippet(id: string, body: Record<string, unknown>) {
    return this.call("PUT /snippets/:id", { params: { id }, body });
  }
}

/** Keeps what was written for one person as it is; only the wiring has keys. */
export const plainEdits: EditSeal = {
  seal: async (_tx, _emailId, content) => Buffer.from(JSON.stringify(content)),
  open: async (_tx, _emailId, sealed) => JSON.parse(Buffer.from(sealed).toString()),
};
