export { type Rate, rateOf } from "./rates.ts";
