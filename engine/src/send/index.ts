export { type Judgment, judgeReply } from "./judge-reply.ts";
export type { Meaning } from "./replies/rule.ts";
export { readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
