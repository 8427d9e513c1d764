/** Every filter by its name. */
import { dateFilters, dayFilters } from "./dates.ts";
import type { FilterDefinition } from "./filter.ts";
import { drawFilters, listFilters } from "./lists.ts";
import { moneyFilters, numberFilters } from "./numbers.ts";
import { spinFilters } from "./spin.ts";
import { nameFilters, textFilters } from "./text.ts";
import { webFilters } from "./web.ts";

const byDefault: FilterDefinition = { takes: [0, 1], apply: (value) => value };

/** What Shopify's Liquid has. */
const standard = {
  ...textFilters,
  ...numberFilters,
  ...listFilters,
  ...dateFilters,
  ...webFilters,
  default: byDefault,
};
/** What mail needs besides. */
const own = { ...nameFilters, ...moneyFilters, ...dayFilters, ...drawFilters, ...spinFilters };

export const filters: ReadonlyMap<string, FilterDefinition> = new Map(Object.entries({ ...standard, ...own }));
