export { findHostByDomain, findHostByMx, mailHosts } from "./mail-hosts.ts";
export { type FailedHop, remedyOf } from "./remedy.ts";
export { judgeRefusal, readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
