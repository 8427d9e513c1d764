export { complianceRoutes } from "./routes.ts";
export { showsUnsubscribeLink } from "./show-compliance.ts";
