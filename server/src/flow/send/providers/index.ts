import { gmail, gmailDialect } from "./gmail.ts";
import { mailgun } from "./mailgun.ts";
import { nodemailer } from "./nodemailer.ts";
import { outlook, outlookDialect } from "./outlook.ts";
import type { ApiProvider, Provider } from "./provider.ts";
import { sendgrid } from "./sendgrid.ts";
import { ses } from "./ses/index.ts";
import { smtp } from "./smtp/index.ts";

/** Every way mail can leave by SMTP, by the name its sending accounts carry. */
export const mailProviders = { smtp, nodemailer } satisfies Record<string, Provider>;

/** Every way mail can leave by an API. */
export const apiProviders = { gmail, outlook, sendgrid, mailgun, ses } satisfies Record<string, ApiProvider>;

/** What a refusal means to those providers whose mailboxes are read. */
export const mailboxRefusals = { gmail: gmailDialect.refused, outlook: outlookDialect.refused };

export type { AccessTokens, FreshToken } from "./access-token.ts";
export { jsonOf, textAt } from "./api/answer.ts";
export type { Answer } from "./api/exchange.ts";
export { openQuestions } from "./api/questions.ts";
export type {
  ApiProvider,
  ApiServer,
  ConnectionRefusal,
  DialogueTrace,
  Finding,
  MailConnection,
  MailServer,
  Opened,
  Outcome,
  OutgoingMail,
  Permission,
} from "./provider.ts";
export { findInSentFolder } from "./sent-folder.ts";
