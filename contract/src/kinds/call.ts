import { ManualContent } from "../manual-content.ts";

export const call = ManualContent;
