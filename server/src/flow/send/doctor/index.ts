export { doctorJob } from "./doctor-job.ts";
export type { Patient, Target } from "./patient.ts";
export { showCheck, startDoctor } from "./start-doctor.ts";
