export { judgeRefusal, type Refusal, readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
