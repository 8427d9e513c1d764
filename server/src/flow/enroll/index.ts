export { enrollContacts } from "./enroll-contacts.ts";
export { enrollJob, filteredContactIds } from "./enroll-many.ts";
export { judgeContacts } from "./judge-contacts.ts";
export { enrollRoutes } from "./routes.ts";
