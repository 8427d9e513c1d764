import { manualEffect } from "../manual-effect.ts";

export const sms = manualEffect("sms");
