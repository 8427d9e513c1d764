import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { certificates, serverKey } from "./certificates.fixture.ts";

export type Stage =
  | "greeting"
  | "ehlo"
  | "helo"
  | "starttls"
  | "auth"
  | "mail"
  | "rcpt"
  | "data"
  | "text"
  | "dot"
  | "rset";

/** What a server does at a stage instead of what it should: says bytes, or does something with the connection. */
export type Deed = string | ((server: Turn) => void);

/** One stage of one connection, for a deed that needs more than words. */
export interface Turn {
  /** Raw bytes, as latin1; nothing is added. */
  say(bytes: string): void;
  hangUp(): void;
  reset(): void;
  /** The connection stays, and nothing is ever read from it again. */
  freeze(): void;
  /** Notes the mail as accepted, whatever is said about it. */
  accept(): void;
  /** How often this stage was reached on this server. */
  readonly time: number;
}

export interface Script {
  readonly at?: Partial<Record<Stage, Deed>>;
  readonly tls?: "none" | "starttls" | "implicit";
  readonly certificate?: keyof typeof certificates;
  readonly newestTls?: "TLSv1.1";
  /** Lines of EHLO, before and after STARTTLS. */
  readonly offers?: readonly string[];
  readonly offersLater?: readonly string[];
}

const usual: Readonly<Record<Stage, string>> = {
  greeting: "220 here\r\n",
  ehlo: "",
  helo: "250 here\r\n",
  starttls: "220 go on\r\n",
  auth: "235 2.7.0 welcome\r\n",
  mail: "250 2.1.0 ok\r\n",
  rcpt: "250 2.1.5 ok\r\n",
  data: "354 go on\r\n",
  text: "",
  dot: "250 2.0.0 taken\r\n",
  rset: "250 2.0.0 ok\r\n",
};

const byVerb: Readonly<Record<string, Stage>> = {
  EHLO: "ehlo",
  HELO: "helo",
  STAR: "starttls",
  AUTH: "auth",
  MAIL: "mail",
  RCPT: "rcpt",
  DATA: "data",
  RSET: "rset",
};

/** A mail server that keeps to the protocol but for what its script says, and writes down what it heard. */
export class ScriptedServer {
  readonly #server: Server;
  readonly #script: Script;
  readonly #sockets = new Set<Socket>();
  readonly #times = new Map<Stage, number>();
  /** Texts it accepted, with their dots as they came. */
  readonly accepted: string[] = [];
  /** Commands, in the order in which they came. */
  readonly heard: string[] = [];

  constructor(script: Script) {
    this.#script = script;
    this.#server = createServer({ noDelay: true }, (socket) => this.#greet(socket));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #keep<S extends Socket>(socket: S): S {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  secure(socket: Socket): Socket {
    const { certificate = "good", newestTls } = this.#script;
    const old =
      newestTls === undefined
        ? {}
        : ({ minVersion: "TLSv1", maxVersion: newestTls, ciphers: "DEFAULT@SECLEVEL=0" } as const);
    return this.#keep(
      new TLSSocket(socket, { isServer: true, key: serverKey, cert: certificates[certificate], ...old }),
    );
  }

  #greet(socket: Socket): void {
    this.#keep(socket);
    const dialogue = new Dialogue(this, this.#script);
    dialogue.standsOn(socket);
    dialogue.speakOn(this.#script.tls === "implicit" ? this.secure(socket) : socket);
    dialogue.do("greeting");
  }

  timeOf(stage: Stage): number {
    const time = (this.#times.get(stage) ?? 0) + 1;
    this.#times.set(stage, time);
    return time;
  }
}

class Dialogue {
  readonly #server: ScriptedServer;
  readonly #script: Script;
  #socket!: Socket;
  #bare: Socket | null = null;
  #pending = "";
  #inText = false;
  #isSecure = false;
  #text = "";

  constructor(server: ScriptedServer, script: Script) {
    this.#server = server;
    this.#script = script;
  }

  standsOn(bare: Socket): void {
    this.#bare = bare;
  }

  speakOn(socket: Socket): void {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (bytes: string) => this.#read(bytes));
  }

  do(stage: Stage): void {
    const deed = this.#script.at?.[stage] ?? this.#usual(stage);
    const say = (bytes: string) => void (this.#socket.writable && this.#socket.write(bytes, "latin1"));
    if (typeof deed === "string") {
      // Only a yes to the dot means that it has the mail.
      if (stage === "dot" && /^2\d\d(?: .*)?\n/m.test(deed.replaceAll("\r", "")))
        this.#server.accepted.push(this.#text);
      if (deed !== "") say(deed);
      return;
    }
    deed({
      say,
      hangUp: () => void this.#socket.end(),
      // Only the bare connection can be reset.
      reset: () => void this.#bare?.resetAndDestroy(),
      freeze: () => void this.#socket.pause(),
      accept: () => void this.#server.accepted.push(this.#text),
      time: this.#server.timeOf(stage),
    });
  }

  #usual(stage: Stage): string {
    if (stage !== "ehlo") return usual[stage];
    const { offers = ["PIPELINING", "8BITMIME"], offersLater = offers, tls } = this.#script;
    const lines = this.#isSecure ? offersLater : [...offers, ...(tls === "starttls" ? ["STARTTLS"] : [])];
    return ["here", ...lines].map((line, n) => `250${n === lines.length ? " " : "-"}${line}\r\n`).join("");
  }

  #read(bytes: string): void {
    this.#pending += bytes;
    if (this.#inText && this.#script.at?.text !== undefined && this.#text === "") {
      this.#text = this.#pending;
      this.do("text");
    }
    for (;;) {
      const end = this.#pending.indexOf(this.#inText ? "\r\n.\r\n" : "\r\n");
      if (end === -1) return;
      const unit = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + (this.#inText ? 5 : 2));
      if (this.#inText) {
        this.#inText = false;
        this.#text = unit;
        this.do("dot");
        this.#text = "";
      } else this.#obey(unit);
    }
  }

  #obey(line: string): void {
    this.#server.heard.push(line);
    const stage = byVerb[line.slice(0, 4)];
    if (line === "QUIT") this.#socket.end("221 bye\r\n");
    else if (stage === undefined) this.do("auth");
    else {
      if (stage === "data") this.#inText = (this.#script.at?.data ?? "354").toString().includes("354");
      this.do(stage);
      if (stage === "starttls" && this.#script.at?.starttls === undefined) {
        this.#isSecure = true;
        this.#socket.removeAllListeners("data");
        this.#socket.setEncoding();
        this.speakOn(this.#server.secure(this.#socket));
      }
    }
  }
}
