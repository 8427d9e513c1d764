export { checkEdit } from "./check-edit.ts";
export { type Moderation, moderate } from "./moderate.ts";
