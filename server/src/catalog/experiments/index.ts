export { bindTests, releaseTests } from "./bind-tests.ts";
export { loadDealtBefore, loadTests, testIdsOf } from "./load-tests.ts";
export { lookAtTests } from "./look-at-tests.ts";
export type { ExperimentPorts } from "./ports.ts";
export { testsPublished } from "./publish-tests.ts";
export type { WrittenVariant } from "./queries/variants.ts";
export { experimentRoutes } from "./routes.ts";
