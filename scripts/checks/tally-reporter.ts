import { TallyReporter } from "./tally.ts";

// The test runner loads a reporter by path and takes its default export.
// biome-ignore lint/style/noDefaultExport: the interface of the test runner
export default TallyReporter;
