import type { Endpoints } from "@haste/contract/endpoints";
import { asInstant } from "@haste/engine/base";
import { readAddress } from "@haste/engine/enroll";
import { type Happening, momentOf, personDid } from "../../ledger/index.ts";
import { created, type InputOf, type RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findPerson } from "./queries.ts";

type Told = InputOf<Endpoints["POST /custom-events"]>["body"];

const mostCharacters = 10_000;

/**
 * What a customer's own system says of a person, as a signal of theirs.
 * @throws Problem `not_found` where nobody has the id or address, `invalid_request`
 */
export async function takeCustomEvent(ctx: RequestContext, told: Told) {
  const contactId = await whoDid(ctx, told);
  const occurredAt = told.occurredAt == null ? ctx.now : new Date(told.occurredAt);
  if (occurredAt > ctx.now) throw invalid("/occurredAt", "in_future", "It cannot have happened later than now.");
  const id = told.id ?? ctx.newId();
  const happening: Happening = {
    contactId,
    ...meaningOf(told),
    at: asInstant(occurredAt.getTime()),
    key: `custom event ${id}`,
  };
  const taken = await personDid(ctx.tx, [happening], momentOf(ctx));
  const event = { id, name: told.name, contactId, occurredAt: occurredAt.toISOString(), duplicate: taken === 0 };
  return created(`/contacts/${contactId}`, event);
}

async function whoDid(ctx: RequestContext, { contactId, email }: Told): Promise<string> {
  if ((contactId == null) === (email == null)) {
    throw invalid("/contactId", "one_of", "Say who it was: send contactId or email, one of them.");
  }
  const address = email == null ? null : readAddress(email);
  if (address !== null && !address.ok) throw invalid("/email", address.error.code, address.error.detail);
  const id = await findPerson(ctx.tx, { id: contactId ?? null, emailKey: address?.value.key ?? null });
  if (id === null) throw new Problem("not_found", { detail: "There is no contact with this id or address." });
  return id;
}

/** Three names say what the product knows by itself; every other one is the customer's. */
function meaningOf({ name, properties }: Told): Pick<Happening, "kind" | "meta"> {
  if (name === "meeting_booked" || name === "meeting_canceled") return { kind: name, meta: {} };
  if (name === "deal_stage") {
    const stage = properties?.stage;
    if (typeof stage === "string" && stage.trim() !== "") return { kind: "deal_stage", meta: { stage: stage.trim() } };
    throw invalid("/properties/stage", "required", "Say which stage the deal is in.");
  }
  const json = JSON.stringify([name, properties ?? {}]);
  if (json.includes("\\u0000")) throw invalid("/properties", "nul_character", "Properties hold no NUL characters.");
  if (json.length > mostCharacters) {
    throw invalid("/properties", "too_big", `All properties together have at most ${mostCharacters} characters.`);
  }
  return { kind: "custom_event", meta: { name, ...(properties == null ? {} : { properties }) } };
}

function invalid(pointer: string, code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code, detail }] });
}
