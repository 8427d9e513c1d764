import { manualEffect } from "../manual-effect.ts";

export const linkedin = manualEffect("linkedin");
