export { pauseAccount } from "./change-account.ts";
export { connectionOf, type MailConnection, routeTo, type SandboxMail } from "./connection.ts";
export { ensureSandboxAccount } from "./create-account.ts";
export { type AccountForSending, createAccountLoader, type LoadAccounts } from "./load-accounts.ts";
export type { AccountChanges, SendingAccountPorts } from "./ports.ts";
export { listActiveWorkdays, listGateAccounts } from "./queries.ts";
export { sendingAccountRoutes } from "./routes.ts";
export { sendableAccount } from "./sendable-account.ts";
