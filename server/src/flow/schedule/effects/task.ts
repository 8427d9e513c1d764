import { manualEffect } from "../manual-effect.ts";

export const task = manualEffect("task");
