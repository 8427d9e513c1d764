import { nodemailer } from "./nodemailer.ts";
import type { Provider } from "./provider.ts";
import { smtp } from "./smtp/index.ts";

/** Every way mail can leave, by the name its sending accounts carry. */
export const providers: Readonly<Record<string, Provider>> = { smtp, nodemailer };

export type {
  ConnectionRefusal,
  DialogueTrace,
  MailConnection,
  MailServer,
  Outcome,
  OutgoingMail,
  Permission,
  Provider,
} from "./provider.ts";
