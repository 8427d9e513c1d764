import type { Provider } from "./provider.ts";
import { smtp } from "./smtp.ts";

/** Every way mail can leave, by the name its sending accounts carry. */
export const providers: Readonly<Record<string, Provider>> = { smtp };

export type { ConnectionRefusal, MailConnection, MailServer, Outcome, OutgoingMail, Provider } from "./provider.ts";
