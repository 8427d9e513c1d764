export { fulfillJob, sealedPrivacyColumns } from "./fulfill-job.ts";
export { privacyRoutes } from "./routes.ts";
