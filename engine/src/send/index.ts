export {
  type OutboxFacts,
  outboxActions,
  outboxActionsOf,
  outboxState,
  outboxStates,
  sayOutbox,
} from "./outbox.ts";
export { judgeRefusal, readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
