export { type AccountChange, changeAccount, pauseAccount } from "./change-account.ts";
export {
  type ConnectedAccount,
  connectionOf,
  type MailConnection,
  type Protocol,
  type Route,
  routeTo,
  type SandboxMail,
  type Tls,
} from "./connection.ts";
export { createAccount, ensureSandboxAccount } from "./create-account.ts";
export { type AccountForSending, createAccountLoader, type LoadAccounts } from "./load-accounts.ts";
export type { SendingAccountPorts } from "./ports.ts";
export { listGateAccounts } from "./queries.ts";
export { sendingAccountRoutes } from "./routes.ts";
