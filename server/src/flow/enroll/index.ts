export { enrollContacts } from "./enroll-contacts.ts";
export { enrollJob } from "./enroll-many.ts";
export { enrollRoutes } from "./routes.ts";
