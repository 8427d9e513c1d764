export { type DkimKey, signMail } from "./sign-mail.ts";
