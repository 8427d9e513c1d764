/** Where an email stands that has not left for good: on its way, or with somebody who has to decide. */
export const outboxStates = ["due", "waiting", "sending", "deferred", "held", "uncertain", "failed"] as const;
export type OutboxState = (typeof outboxStates)[number];

export const outboxActions = ["settle", "retry", "cancel"] as const;
export type OutboxAction = (typeof outboxActions)[number];

/** What is known of it. */
export interface OutboxFacts {
  readonly kind: "sequence" | "manual" | "test" | "report";
  readonly status: string;
  /** A worker has it, or had it last. */
  readonly isClaimed: boolean;
  /** Its instant has come. */
  readonly isDue: boolean;
  readonly attempt: number;
  readonly heldReason: string | null;
  /** The server's last words. */
  readonly reply: string | null;
  readonly isAccountPaused: boolean;
}

/** null: it left, or never will. */
export function outboxState({ status, isClaimed, isDue, attempt, reply }: OutboxFacts): OutboxState | null {
  if (status === "held" || status === "uncertain" || status === "failed" || status === "sending") return status;
  if (status !== "scheduled") return null;
  if (isClaimed) return "sending";
  if (attempt > 0 && reply !== null) return "deferred";
  return isDue ? "due" : "waiting";
}

/** Why it has not left, in a sentence for whoever asks. */
export function sayOutbox(facts: OutboxFacts): string {
  const { kind, status, attempt, heldReason, reply, isAccountPaused } = facts;
  const said = reply === null ? "" : ` The server's last words: ${reply}`;
  switch (outboxState(facts)) {
    case "held":
      return heldReason ?? "It could not be written.";
    case "uncertain":
      return `It may have left: ${heldReason ?? "no answer came after it was handed over."}`;
    case "failed":
      return heldReason === "gave_up"
        ? `Given up after ${attempt} ${attempt === 1 ? "attempt" : "attempts"}.${said}`
        : (heldReason ?? `It failed.${said}`);
    case "sending":
      return status === "sending" ? "The mail server has it; its answer is awaited." : "A worker took it just now.";
    case "deferred":
      return `It is tried again after ${attempt} ${attempt === 1 ? "attempt" : "attempts"}.${said}`;
    case "due":
      return isAccountPaused
        ? "Its time has come, but its sending account is paused."
        : "Its time has come; it leaves with the next free connection.";
    case "waiting":
      return kind === "sequence" ? "Its time has not come." : "It waits for the next hour with room in its account.";
    default:
      return "";
  }
}

/**
 * What a person may do with it here. An email of a step is moved by its person and its sequence: canceled alone, it would
 * leave somebody standing before a step nobody plans again, and tried at any hour it would miss its window.
 */
export function outboxActionsOf(facts: OutboxFacts): OutboxAction[] {
  const state = outboxState(facts);
  const isOneOff = facts.kind !== "sequence";
  if (state === "uncertain") return ["settle"];
  if (state === "held") return isOneOff ? ["retry", "cancel"] : ["retry"];
  if (!isOneOff) return [];
  if (state === "failed") return ["retry"];
  if (state === "deferred") return ["retry", "cancel"];
  return state === "due" || state === "waiting" ? ["cancel"] : [];
}
