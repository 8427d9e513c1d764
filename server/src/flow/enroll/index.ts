export { beginning, checkChoice, nextChosen } from "./choose-contacts.ts";
export { enrollContacts } from "./enroll-contacts.ts";
export { enrollJobs } from "./jobs.ts";
export { judgeContacts } from "./judge-contacts.ts";
export { enrollRoutes } from "./routes.ts";
