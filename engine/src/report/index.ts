export { attributionModels, shareOut, weightsOf } from "./attribution.ts";
export { type Costs, costOf, returnOn } from "./cost.ts";
export { type Conversion, type Credit, creditBy } from "./credit.ts";
export { type Difference, meanDifference, rateDifference, type Takings } from "./lift.ts";
export { type Rate, rateOf } from "./rates.ts";
export { rankSlots } from "./send-times.ts";
