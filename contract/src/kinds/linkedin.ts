import { ManualContent } from "../manual-content.ts";

export const linkedin = ManualContent;
