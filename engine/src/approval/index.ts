export { checkEdit } from "./check-edit.ts";
