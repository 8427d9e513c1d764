export { judgeReply } from "./judge-reply.ts";
export { readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
