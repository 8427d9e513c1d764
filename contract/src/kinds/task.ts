import { ManualContent } from "../manual-content.ts";

export const task = ManualContent;
