import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../bin/bootstrap.js";
import { holidayTables } from "./holidays/tables.ts";

/** `node bin/run.js scripts/holiday-tables.ts`, after an update of date-holidays and once a year: its tables end. */
const text = holidayTables();
writeFileSync(path.join(root, "engine/src/schedule/public-holiday-tables.ts"), text);
console.log(`${text.length} bytes`);
