import { type ActKindFile, visits } from "./act.ts";
import { callerOf } from "./callers.ts";

/** Presses the button that mail programs show for RFC 8058: a POST without cookies, referrer or origin. */
export const unsubscribe: ActKindFile = async ({ mail, recipient }) => {
  if (mail.oneClickUrl === null) return visits([]);
  return visits([
    {
      method: "POST",
      url: mail.oneClickUrl,
      userAgent: callerOf({ as: "human" }, recipient).userAgent,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    },
  ]);
};
