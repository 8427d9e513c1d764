import { manual } from "../manual-step.ts";

export const sms = manual<"sms">("The text message");
