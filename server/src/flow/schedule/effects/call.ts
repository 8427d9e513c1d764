import { manualEffect } from "../manual-effect.ts";

export const call = manualEffect("call");
