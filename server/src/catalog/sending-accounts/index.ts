export { pauseAccount } from "./change-account.ts";
export { connectionOf, type MailConnection, routeTo, type SandboxMail } from "./connection.ts";
export { ensureSandboxAccount } from "./create-account.ts";
export { type AccountForSending, createAccountLoader, type LoadAccounts } from "./load-accounts.ts";
export type { SendingAccountPorts } from "./ports.ts";
export { listGateAccounts } from "./queries.ts";
export { sendingAccountRoutes } from "./routes.ts";
