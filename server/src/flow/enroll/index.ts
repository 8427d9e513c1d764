export { enrollContacts } from "./enroll-contacts.ts";
export { enrollJobs } from "./jobs.ts";
export { enrollRoutes } from "./routes.ts";
