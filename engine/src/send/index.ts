export { firstLookMs, lookForMs, nextLook, settledBy } from "./look-up.ts";
export { judgeRefusal, readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
