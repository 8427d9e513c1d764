import { imapLimits } from "../limits.ts";
import { type ImapCommand, no } from "../session.ts";
import { ImapSyntax, keywordOf, textOf } from "../tokens.ts";
import { signIn } from "./login.ts";

/** AUTHENTICATE PLAIN, with the answer in the command (RFC 4959) or on the next line (RFC 4616). */
export const authenticate: ImapCommand = {
  states: ["greeted"],
  async run(session, args) {
    if (keywordOf(args[0]) !== "PLAIN") return no("[CANNOT] Only PLAIN is known here.");
    const answer = args[1] === undefined ? await ask() : textOf(args[1]);
    if (answer === "*") throw new ImapSyntax("Canceled.");
    const [, username, password] = Buffer.from(answer, "base64").toString("utf8").split("\0");
    if (username === undefined || password === undefined) throw new ImapSyntax("This is not a PLAIN answer.");
    return signIn(session, username, password);

    async function ask(): Promise<string> {
      await session.send("+ ");
      return (await session.reader.readLine(imapLimits.commandLine))?.toString("latin1") ?? "*";
    }
  },
};
