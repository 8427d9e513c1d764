import { bodyOf } from "./body.ts";
import { headerOf, isSame, type Notice, type Proven, refused, unreadable } from "./proof.ts";

/** A secret that the service sends along: as a bearer token, or as the password of an address `https://any:secret@…`. */
export function provenBySecret(notice: Notice, secret: string): Proven {
  const [scheme = "", given = ""] = headerOf(notice, "authorization").split(/\s+/, 2);
  if (given === "") return refused("unsigned", "It came without an Authorization header.");
  if (!isSame(scheme.toLowerCase() === "basic" ? passwordIn(given) : given, secret)) {
    return refused("unsigned", "It came with another secret.");
  }
  const body = bodyOf(notice);
  return body === undefined ? unreadable : { is: "events", body };
}

function passwordIn(basic: string): string {
  const pair = Buffer.from(basic, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
}
