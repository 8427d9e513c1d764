import { ManualContent } from "../manual-content.ts";

export const sms = ManualContent;
