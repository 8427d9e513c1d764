import { manual } from "../manual-step.ts";

export const call = manual<"call">("The call");
