import { changePeopleJob } from "./change-many.ts";
import { enrollJob } from "./enroll-many.ts";
import { undoEnrollJob } from "./undo-enrolling.ts";

/** The long work of this stage. */
export const enrollJobs = [enrollJob, undoEnrollJob, changePeopleJob];
