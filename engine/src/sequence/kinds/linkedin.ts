import { manual } from "../manual-step.ts";

export const linkedin = manual<"linkedin">("The LinkedIn step");
