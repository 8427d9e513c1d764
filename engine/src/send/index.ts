export { type EventHeader, eventHeaderOf } from "./event-header.ts";
export { judgeReply } from "./judge-reply.ts";
export { firstLookMs, lookForMs, nextLook, settledBy } from "./look-up.ts";
export { findByEnd, findHostByDomain, findHostByMx, mailHosts } from "./mail-hosts.ts";
export {
  type OutboxFacts,
  outboxActions,
  outboxActionsOf,
  outboxState,
  outboxStates,
  sayOutbox,
} from "./outbox.ts";
export { type FailedHop, remedyOf } from "./remedy.ts";
export { readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
