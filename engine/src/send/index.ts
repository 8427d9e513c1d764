export { judgeReply } from "./judge-reply.ts";
export { findHostByDomain, findHostByMx, mailHosts } from "./mail-hosts.ts";
export { type FailedHop, remedyOf } from "./remedy.ts";
export { readSmtpReply, retryAt, type SmtpReply } from "./smtp-reply.ts";
