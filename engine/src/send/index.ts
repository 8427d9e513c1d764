export { judgeRefusal, readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
