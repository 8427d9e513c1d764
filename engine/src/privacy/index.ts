export { answerBy } from "./deadline.ts";
