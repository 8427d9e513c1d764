import { type ActKindFile, visits } from "./act.ts";
import { callerOf } from "./callers.ts";

/** Opening a mail loads its pictures; a mail without any tells nobody. */
export const open: ActKindFile = async ({ mail, detail, recipient }) => {
  const { userAgent, address } = callerOf(detail, recipient);
  const headers = {
    accept: "image/avif,image/webp,image/png,image/*;q=0.8,*/*;q=0.5",
    "x-forwarded-for": address,
  };
  return visits(mail.pictures.map((url) => ({ method: "GET", url, userAgent, headers })));
};
