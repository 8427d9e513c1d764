export { type Rate, rateOf } from "./rates.ts";
export { rankSlots } from "./send-times.ts";
