import type { Goal } from "@haste/contract/nouns/goals";
import { money, plural } from "../ui/numbers.ts";
import { api } from "./api.ts";

/** The query that the screen of goals and the settings of sequences share. */
export const goalsQuery = {
  queryKey: ["goals"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api("GET /goals", { query: { limit: 200, include: "stats" }, signal }),
};

/** "A deal is won", "A deal comes to Proposal", "A meeting is booked", "The event purchase", "shop.example/thanks is visited". */
export function whatWords({ kind, stage, event, page }: Pick<Goal, "kind" | "stage" | "event" | "page">): string {
  if (kind === "meeting_booked") return "A meeting is booked";
  if (kind === "custom_event") return `The event ${event}`;
  if (kind === "page_visit") return `${page} is visited`;
  return stage === null ? "A deal is won" : `A deal comes to ${stage}`;
}

/** "worth what the deal says", "worth €50 each"; nothing where it is worth nothing. */
export function worthWords({ kind, value }: Pick<Goal, "kind" | "value">): string {
  if (value.from === "nothing") return "";
  if (value.from === "fixed") return `worth ${money(value)} each`;
  return kind === "custom_event" ? "worth the event’s amount" : "worth what the deal says";
}

/** "mails of the 30 days before share in it". */
export function windowWords({ windowDays }: Pick<Goal, "windowDays">): string {
  return `mails of the ${plural(windowDays, "day", "days")} before share in it`;
}
